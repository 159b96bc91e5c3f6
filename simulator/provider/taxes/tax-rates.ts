import { badValue, missing, noSuch, noSuchParam, notModelled } from '../errors.ts'
import { account } from '../ids.ts'
import type { Listing } from '../lists.ts'
import { decimal, flag, list, metadata, needText, text, type Metadata, type Params } from '../read.ts'
import type { Entry } from '../store.ts'
import { emit, revise, unix, type Work } from '../work.ts'

export type TaxRate = {
  readonly id: string
  readonly object: 'tax_rate'
  readonly active: boolean
  readonly country: string | null
  readonly created: number
  readonly description: string | null
  readonly display_name: string
  readonly effective_percentage: number
  readonly flat_amount: null
  readonly inclusive: boolean
  readonly jurisdiction: string | null
  readonly jurisdiction_level: null
  readonly livemode: false
  readonly metadata: Metadata
  readonly percentage: number
  readonly rate_type: null
  readonly state: string | null
  readonly tax_type: string | null
}
type TaxRateEntry = Entry<TaxRate, undefined>

export const taxRates: Listing<TaxRate> = {
  prefix: 'txr',
  url: '/v1/tax_rates',
  keeps: (rate, params) =>
    (params['active'] === undefined || flag(params, 'active') === rate.active) &&
    (params['inclusive'] === undefined || flag(params, 'inclusive') === rate.inclusive),
}

export const noRates: readonly TaxRate[] = Object.freeze([])

export function createTaxRate(work: Work, params: Params): TaxRate {
  const percentage = decimal(params, 'percentage')
  const inclusive = flag(params, 'inclusive')
  if (percentage === undefined) throw missing('percentage')
  if (inclusive === undefined) throw missing('inclusive')
  if (percentage < 0 || percentage > 100) throw badValue('percentage', 'a tax rate is from 0 to 100 per cent')
  const id = work.store.mint('txr', account)
  const object: TaxRate = {
    id,
    object: 'tax_rate',
    active: flag(params, 'active') ?? true,
    country: text(params, 'country') ?? null,
    created: unix(work.now),
    description: text(params, 'description') ?? null,
    display_name: needText(params, 'display_name'),
    effective_percentage: percentage,
    flat_amount: null,
    inclusive,
    jurisdiction: text(params, 'jurisdiction') ?? null,
    jurisdiction_level: null,
    livemode: false,
    metadata: metadata(params),
    percentage,
    rate_type: null,
    state: text(params, 'state') ?? null,
    tax_type: text(params, 'tax_type') ?? null,
  }
  work.store.put(account, id, { object, hidden: undefined })
  emit(work, account, 'tax_rate.created', object)
  return object
}

export function findTaxRate(work: Work, id: string, param: string): TaxRateEntry {
  const entry = work.store.get<TaxRateEntry>(id)
  if (entry === undefined || entry.object.object !== 'tax_rate')
    throw param === 'id' ? noSuch('tax rate', id, param) : noSuchParam('tax rate', id, param)
  return entry
}

/** What a rate is cannot change, or invoices that used it would; only how it is shown and whether it is offered. */
export function updateTaxRate(work: Work, id: string, params: Params): TaxRate {
  const entry = findTaxRate(work, id, 'id')
  const shown = ['country', 'description', 'jurisdiction', 'state', 'tax_type'] as const
  const given = Object.fromEntries(shown.filter((name) => params[name] !== undefined).map((name) => [name, text(params, name) ?? null]))
  const next: TaxRate = {
    ...entry.object,
    ...given,
    metadata: metadata(params, entry.object.metadata),
    ...(params['active'] === undefined ? {} : { active: flag(params, 'active') ?? true }),
    ...(params['display_name'] === undefined ? {} : { display_name: needText(params, 'display_name') }),
  }
  return revise(work, account, 'tax_rate.updated', entry, next).object
}

/**
 * Tax rates by their ids; an empty text means none.
 * @returns undefined when the parameter is absent: what was set stays
 * @throws Refusal for a rate that is out of use, and for kinds of tax on one line of which the vendor's sums are not known
 */
export function taxRatesIn(work: Work, params: Params, name: string, operation: string, path = name): readonly TaxRate[] | undefined {
  if (params[name] === undefined) return undefined
  const rates = (list(params, name, path) ?? []).map((id, index) => {
    const { object } = findTaxRate(work, String(id), `${path}[${index}]`)
    if (!object.active) throw badValue(`${path}[${index}]`, `the tax rate ${object.id} is out of use`)
    return object
  })
  if (rates.length > 5) throw badValue(path, 'at most five tax rates')
  if (rates.some((rate) => rate.inclusive) && rates.some((rate) => !rate.inclusive)) throw notModelled(path, operation)
  return rates
}
