import { days, defaultPolicy, hours, minutes, utc } from '#machines'
import type { Duration } from '#machines'
import { describe, expect, it } from 'vitest'
import { faults } from '../faults/index.ts'
import { named } from '../kernel/name.ts'
import { Choices } from '../kernel/choices.ts'
import { lowerValues, rounderTimes, siblings, simplerCommands, simplerKinds, valuesOf } from './simpler.ts'

describe('simpler kinds', () => {
  it('stand in the order of the list of faults, and are all there', () => {
    const order = faults.map(({ kind }) => kind.segment.text)
    for (const row of siblings) {
      const ranks = row.map(({ name }) => order.indexOf(name))
      expect(ranks).not.toContain(-1)
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
    }
  })

  it('go from a crash to a delivery that comes again, a lost call, a pause', () =>
    expect(
      simplerKinds({ name: 'ada/invoice.paid in_ada_1/delivery 1/after create payment/crash', value: '2 min' }).map(({ name }) => name),
    ).toEqual([
      'ada/invoice.paid in_ada_1/delivery 1/redeliver',
      'ada/invoice.paid in_ada_1/delivery 1/redeliver late',
      'ada/invoice.paid in_ada_1/delivery 1/create payment/timeout after',
      'ada/invoice.paid in_ada_1/delivery 1/create payment/commit unknown',
      'ada/invoice.paid in_ada_1/delivery 1/after create payment/delivery timeout',
      'ada/invoice.paid in_ada_1/delivery 1/after create payment/hold',
    ]))

  it('go from a fault within a job to the job twice', () =>
    expect(simplerKinds({ name: 'job renew/2024-02-29T00:00:00Z/charge/reset', value: 'before' })[0]).toEqual({
      name: 'job renew/2024-02-29T00:00:00Z/job twice',
      value: 'at once',
    }))

  it('go from one that overtakes to a pause, and from a late event to one that comes again', () => {
    expect(simplerKinds({ name: 'ada/x in_1/delivery 1/before write a/bob/y in_2/delivery 1/overtakes', value: true }).at(-1)).toEqual({
      name: 'ada/x in_1/delivery 1/before write a/hold',
      value: '1 s',
    })
    expect(simplerKinds({ name: 'ada/x in_1/late', value: '2 h' })[0]!.name).toBe('ada/x in_1/delivery 1/redeliver')
  })

  it('end at the simplest of all', () => {
    expect(simplerKinds({ name: 'ada/x/delivery 1/redeliver', value: true })).toEqual([])
    expect(simplerKinds({ name: 'job renew/2024-02-29T00:00:00Z/job twice', value: '1 s' })).toEqual([])
    expect(simplerKinds({ name: 'ada/subscribe/charge/slow read', value: '1 s' })).toEqual([])
  })
})

it('a value that a kind may have by this list is one that its fault understands', () => {
  const scope = named('x')
  const unheard = Object.entries(valuesOf).flatMap(([kind, values]) => {
    const fault = faults.find((each) => each.kind.segment.text === kind)
    if (fault === undefined) return []
    return values
      .filter((value) => {
        const choices = new Choices({ kind: 'record', record: new Map([[`x/${kind}`, value]]) })
        const struck =
          fault.strikes === 'delivery'
            ? (fault.sends?.(scope, choices) ??
              fault.repeats?.(scope, choices) ??
              (fault.poisons?.(scope, choices) === true ? true : undefined))
            : fault.strikes === 'call'
              ? fault.call(scope, choices, { operation: 'invoices.retrieve', params: {} })
              : fault.strikes === 'landmark'
                ? fault.at(scope, choices, { now: utc('2024-01-31'), nextCopyAt: utc('2024-02-01') })
                : fault.strikes === 'job'
                  ? fault.starts(scope, choices)
                  : fault.strikes === 'store'
                    ? (fault.commits?.(scope, choices) ??
                      fault.edits?.(scope, choices, values) ??
                      (fault.reads?.(scope, choices) === true ? true : undefined))
                    : fault.strikes === 'dashboard'
                      ? fault.happens(scope, choices)
                      : fault.strikes === 'outbox'
                        ? fault.poisons(scope, choices)
                        : fault.strikes === 'world'
                          ? fault.input(scope, choices)
                          : 'drawn elsewhere'
        return struck === undefined
      })
      .map((value) => `${kind}: ${value}`)
  })
  expect(unheard).toEqual([])
})

it('lowers a value within the words of its own kind', () => {
  expect(lowerValues({ name: 'a/late', value: '2 h' })).toEqual(['2 min', '20 min'])
  expect(lowerValues({ name: 'a/copies', value: 7 })).toEqual([1, 2, 5])
  expect(lowerValues({ name: 'a/lost', value: true })).toEqual([])
  const ofDispute = lowerValues({ name: 'a/dispute', value: 'withdrawn: a week on' })
  expect(ofDispute.slice(0, 4)).toEqual(['lost: a day on', 'lost: a week on', 'won: a day on', 'won: a week on'])
  expect(ofDispute.at(-1)).toBe('withdrawn: a day on')
})

it('rounds a time down to days, hours, minutes', () =>
  expect(rounderTimes((days(3) + hours(5) + minutes(7) + 8_009) as Duration)).toEqual([
    days(3),
    days(3) + hours(5),
    days(3) + hours(5) + minutes(7),
    days(3) + hours(5) + minutes(7) + 8_000,
  ]))

it('asks for a signup without a page, where one does', () => {
  const onPage = { do: 'subscribe', plan: 'basic', quantity: 1, method: 'card', through: 'checkout' } as const
  expect(simplerCommands(onPage, defaultPolicy)).toEqual([{ do: 'subscribe', plan: 'basic', quantity: 1, method: 'card' }])
})

it('asks for less: one of the first plan, by card, without a trial', () =>
  expect(
    simplerCommands({ do: 'subscribe', plan: 'team', quantity: 3, method: 'card expired', trial: days(14) }, defaultPolicy)[0],
  ).toEqual({
    do: 'subscribe',
    plan: 'basic',
    quantity: 1,
    method: 'card',
  }))
