import type { InvoiceRow, Policy } from '#machines'
import { chargeUnitOf } from '#machines'
import { agreedBy, lastAgreed } from './agreed.ts'
import { rational, rounded } from './rational.ts'
import type { CommandTruth, Scene } from './scene.ts'
import { isCycle, positive } from './standing.ts'
import { isSwitch } from './switches.ts'

/** Percentages at which an invoice may be taxed; `undefined` among them: nobody may have known where the customer was. */
export type Rates = readonly (number | undefined)[]

const placeIn = ({ command }: CommandTruth): string | undefined =>
  command.do === 'subscribe' || command.do === 'set place' ? command.place : undefined

/**
 * The rate where the customer was, as far as anybody had said so, when the period began that an invoice is about. A draft waits for the
 * first word of it.
 */
export function ratesFor(scene: Scene, invoice: InvoiceRow): Rates {
  const told = toldBy(scene, invoice)
  // A switch that is only offered would begin a period as well; one within a trial is over nothing.
  const begun = isCycle(invoice.reason) || invoice.reason === 'interval' ? invoice : beginningOf(scene, invoice)
  if (begun === undefined) return everyRate(scene, invoice)
  // A signup that says so says it before anything is written.
  const isSaid = told.some(
    ({ command, sentAt, reply }) => command.do === 'subscribe' && sentAt <= begun.issuedAt && reply?.kind === 'accepted',
  )
  const last = lastAgreed(begun.issuedAt, told).filter((each) => each !== undefined || !isSaid)
  const asked = last.includes(undefined) ? [...last, ...told.filter(({ sentAt }) => sentAt >= begun.issuedAt)] : last
  return ratesOf(scene.policy, asked)
}

/** At whichever rate anything of the customer's may ever have been taxed. */
export const everyRate = (scene: Scene, invoice: InvoiceRow): Rates => ratesOf(scene.policy, toldBy(scene, invoice))

const toldBy = ({ truth }: Scene, { who }: InvoiceRow): readonly CommandTruth[] =>
  agreedBy(truth.commands, who, (command) => (command.do === 'subscribe' || command.do === 'set place') && command.place !== undefined)

function ratesOf({ taxes }: Policy, told: readonly (CommandTruth | undefined)[]): Rates {
  const places = new Set(told.map((each) => (each === undefined ? undefined : placeIn(each))))
  return [...places].map((place) => taxes?.rates.find((rate) => rate.place === place)?.percent)
}

/** The invoice with which the period began that another one lies in. What came later in that very instant began another period. */
function beginningOf({ view }: Scene, invoice: InvoiceRow): InvoiceRow | undefined {
  const from = positive(invoice)?.from
  const all = view.invoices ?? []
  const place = all.findIndex(({ id }) => id === invoice.id)
  return all.slice(0, place).findLast((each) => {
    const line = positive(each)
    const begins = isCycle(each.reason) || isSwitch(each)
    return (
      begins &&
      each.status !== 'void' &&
      each.status !== 'quote' &&
      each.subscription === invoice.subscription &&
      line !== undefined &&
      from !== undefined &&
      line.from <= from &&
      from < line.to
    )
  })
}

const whole = 1_000_000
const inMillionths = (percent: number): number => Math.round(percent * 10_000)

/** The tax on what is left of an amount, or within it: a line's, rounded once. */
export function taxOn(policy: Policy, net: number, percent: number): number {
  const rate = inMillionths(percent)
  return policy.taxes?.prices === 'inclusive'
    ? rounded(rational(BigInt(net) * BigInt(rate), whole + rate))
    : rounded(rational(BigInt(net) * BigInt(rate), whole), chargeUnitOf(policy))
}

/** The tax within what was given back, tax and all. */
export function taxWithin(policy: Policy, gross: number, percent: number): number {
  const rate = inMillionths(percent)
  return rounded(rational(BigInt(gross) * BigInt(rate), whole + rate), policy.taxes?.prices === 'inclusive' ? 1 : chargeUnitOf(policy))
}
