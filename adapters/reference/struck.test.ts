import { describe, expect, it } from 'vitest'
import { days, type Duration, hours, minutes, seconds, utc } from '#machines'
import { struck, subscribes } from '../struck.fixture.ts'
import { reference } from './index.ts'
import { referenceParts } from './parts.ts'

const met = (choices: object, { record }: { readonly record: ReadonlyMap<string, unknown> }): void =>
  expect([...record.keys()].toSorted()).toEqual(Object.keys(choices).toSorted())

describe('the reference holds', () => {
  it('when two outbox entries of one attempt are alive and the request of one is done and answered 500', () => {
    const job = 'job work/2025-01-09T13:53:00Z'
    const choices = {
      'ada/subscribe/after read outbox 2/hold': '2 h',
      [`${job}/before start attempt/hold`]: '2 h',
      'ada/subscribe/before read outbox 6/hold': '2 min',
      [`${job}/start attempt/rate limited`]: true,
      'ada/subscribe/start attempt/server error': 'executed',
    } as const
    const run = struck(reference(), utc('2025-01-09T13:52:10Z'), [[days(0), 'subscribe', subscribes('basic')]], choices)
    expect(run.broken).toEqual([])
  })

  it('when everything that is sent first is answered 500, done or not', () => {
    for (const how of ['executed', 'not executed'] as const)
      for (const label of ['create customer', 'attach method', 'start attempt']) {
        const choices = { [`ada/subscribe/${label}/server error`]: how }
        const run = struck(reference(), utc('2024-01-31'), [[days(0), 'subscribe', subscribes('basic')]], choices)
        met(choices, run)
        expect(run.broken).toEqual([])
      }
  })

  it('when a card is attached after a newer one that was refused', () => {
    const job = 'job work/2024-03-28T00:25:00Z'
    const choices = {
      'ada/update method/before read facts 2/hold': '2 min',
      'ada/update method 2/after read commands/hold': '20 min',
      'ada/update method/attach method/timeout after': true,
      [`${job}/attach method/timeout after`]: true,
      [`${job}/before read facts 2/hold`]: '2 h',
      'ada/update method 2/attach method/timeout after': true,
      [`${job}/attach method 2/timeout after`]: true,
    } as const
    const moment = (after: number): Duration => (days(29) + minutes(19) + seconds(after)) as Duration
    const run = struck(
      reference(),
      utc('2024-02-28'),
      [
        [days(0), 'subscribe', subscribes('basic')],
        [moment(51), 'update method', { do: 'update method', method: 'card' }],
        [moment(120), 'update method 2', { do: 'update method', method: 'card expired' }],
      ],
      choices,
    )
    met(choices, run)
    expect(run.broken).toEqual([])
  })

  it('when a worker dies over a command that it took down, and nobody asks again', () => {
    const choices = { 'ada/subscribe 2/after read facts 2/crash': '20 min' }
    const run = struck(
      reference(),
      utc('2024-03-15'),
      [
        [days(0), 'subscribe', subscribes('basic')],
        [days(21), 'cancel', { do: 'cancel', when: 'now' }],
        [days(46), 'subscribe 2', subscribes('basic')],
      ],
      choices,
    )
    met(choices, run)
    expect(run.broken).toEqual([])
  })

  it('when a worker is held up with the answer to a change, and a look-up finds the money after the period is over', () => {
    const choices = {
      'ada/change quantity/after read facts 3/hold': '20 min',
      'ada/payment_intent.succeeded pi_ada_2/lost': true,
    } as const
    const run = struck(
      reference(),
      utc('2024-03-15'),
      [
        [days(0), 'subscribe', subscribes('basic')],
        // So many that a minute of them costs something.
        [(days(31) - seconds(80)) as Duration, 'change quantity', { do: 'change quantity', quantity: 3_000 }],
      ],
      choices,
    )
    met(choices, run)
    expect(run.broken).toEqual([])
  })

  it('with clocks of workers that are wrong, since it goes by the store’s; by its workers’ it would not', () => {
    const byWorker = reference({ ...referenceParts, clock: (world) => world.now() })
    const ends = (system: typeof byWorker, skew: string) => {
      const choices = { 'web worker/clock skew': skew }
      const run = struck(system, utc('2023-01-31'), [[seconds(0), 'subscribe', subscribes('basic')]], choices)
      met(choices, run)
      return run.broken.length
    }
    expect(['1 s ahead', '5 s behind'].map((skew) => ends(reference(), skew))).toEqual([0, 0])
    expect(['1 s ahead', '5 s behind'].map((skew) => ends(byWorker, skew) > 0)).toEqual([true, true])
  })

  it('when a bank asks at the last try, and the payment is taken back in the same instant', () => {
    const choices = { 'ada/renewal 2024-04-12/attempt 4/outcome': 'needs action' }
    const run = struck(
      reference(),
      utc('2024-03-12T07:00Z'),
      [
        [hours(0), 'subscribe', subscribes('basic')],
        [days(28), 'update method', { do: 'update method', method: 'card without funds' }],
      ],
      choices,
    )
    met(choices, run)
    expect(run.broken).toEqual([])
  })

  it('when a worker knows of a payment before the period ends and writes it down after others have given it back', () => {
    const job = 'job work/2024-02-28T23:51:00Z'
    const choices = {
      'ada/payment_intent.succeeded pi_ada_2/late': '1 day',
      'ada/change quantity/before write facts/hold': '2 h',
      [`${job}/after look up attempt/hold`]: '20 min',
    } as const
    const run = struck(
      reference(),
      utc('2024-01-31'),
      [
        [days(0), 'subscribe', subscribes('team')],
        [(days(29) - minutes(20) + seconds(3)) as Duration, 'change quantity', { do: 'change quantity', quantity: 300 }],
      ],
      choices,
    )
    met(choices, run)
    expect(run.broken).toEqual([])
  })

  it('when a refund made at the dashboard is looked for before the payment that it gives back is known', () => {
    // The day is over before the payment is looked up.
    const choices = {
      'ada/subscribe/start attempt/timeout after': true,
      'ada/payment_intent.succeeded pi_ada_1/lost': true,
      'ada/ch_ada_1/1 s on/dashboard refund': 'gives the latest payment back',
      'ada/refund.created re_ada_1/lost': true,
    } as const
    const run = struck(reference(), utc('2024-01-31T23:58:00Z'), [[days(0), 'subscribe', subscribes('basic')]], choices)
    met(choices, run)
    expect(run.broken).toEqual([])
  })

  it('when somebody at the dashboard gives a part of a late payment back just before all of it is', () => {
    const job = 'job work/2024-12-31T17:48:00Z'
    const choices = {
      'ada/subscribe/after read account 4/crash': '2 min',
      'job work/2024-12-31T17:41:00Z/start attempt/timeout before': true,
      'ada/ch_ada_1/1 s on/dashboard refund': 'gives a part of the latest payment back',
      [`${job}/before write facts 2/hold`]: '1 s',
    } as const
    const run = struck(
      reference(),
      utc('2024-12-31T17:40Z'),
      [
        [days(0), 'subscribe', subscribes('basic')],
        [seconds(4), 'cancel', { do: 'cancel', when: 'now' }],
      ],
      choices,
    )
    met(choices, run)
    expect(run.broken).toEqual([])
  })
})
