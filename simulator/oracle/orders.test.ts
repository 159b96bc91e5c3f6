import { type AccessRow, days, defaultPolicy, type Instant, minor, type Policy, utc } from '#machines'
import { expect, test } from 'vitest'
import type { TruthCharge } from '../provider/provider.ts'
import { accountantAgrees } from './accountant-agrees.ts'
import { chargesWhatRemains } from './invariants/charges-what-remains.ts'
import { completeCoverage } from './invariants/complete-coverage.ts'
import { noAccessWithoutCover } from './invariants/no-access-without-cover.ts'
import { retriesWithinPolicy } from './invariants/retries-within-policy.ts'
import { unknownIsFoundOut } from './invariants/unknown-is-found-out.ts'
import { acceptedSurvives } from './laws/accepted-survives.ts'
import {
  attemptOf,
  chargeOf,
  clausesOf,
  commandOf,
  invoiceOf,
  renewalCharge,
  renewalOf,
  sceneOf,
  subscribed,
  upgradeOf,
} from './scene-of.fixture.ts'

const orderedAt = utc('2024-02-29T10:00Z')
const endedAt = utc('2024-03-05T10:00Z')
const order = renewalCharge({ id: 'ch_ada_2 ordered', outcome: 'processing', at: orderedAt })
const declined = renewalCharge({ outcome: 'declined', code: 'insufficient_funds', at: endedAt })
const unpaid = [invoiceOf({}), renewalOf({ status: 'open' })]
const attempt = attemptOf({
  id: 'ada/sub 1/renewal 2024-02-29/attempt 1',
  invoice: 'ada/sub 1/renewal 2024-02-29',
  provider: 'pi_ada_2',
  status: 'processing',
  startedAt: orderedAt,
})

const renewing = (now: Instant, charges: readonly TruthCharge[], policy: Partial<Policy> = {}, pending: readonly string[] = []) => {
  const access: AccessRow = { who: 'ada', plan: 'basic', quantity: 1, until: utc('2024-03-30'), because: 'renewing' }
  const view = { invoices: unpaid, attempts: [attemptOf({}), attempt], access: [access] }
  const scene = sceneOf({
    at: 'quiet',
    now,
    policy: { ...defaultPolicy, ...policy },
    view,
    truth: { charges: [chargeOf({}), ...charges], pending },
  })
  return clausesOf(noAccessWithoutCover, scene)
}

test('while a bank has the order for a renewal access is what policy says', () => {
  const now = utc('2024-03-03T10:00Z')
  expect(renewing(now, [order])).toEqual([])
  expect(renewing(now, [order], { provisionalAccess: 'until settled' })).toEqual([])
  expect(renewing(now, [order], { provisionalAccess: 'none' })).toEqual(['renewing'])
  expect(renewing(now, [order], { provisionalAccess: { capped: days(4) } })).toEqual([])
  expect(renewing(now, [order], { provisionalAccess: { capped: days(3) } })).toEqual(['renewing'])
  // Word of the order is on its way.
  expect(renewing(now, [order], { provisionalAccess: 'none' }, ['evt_ada_3'])).toEqual([])
})

const onTrust = (
  now: Instant,
  ofSignup: readonly TruthCharge[],
  policy: Partial<Policy>,
  row: Partial<AccessRow> = {},
  pending: readonly string[] = [],
) => {
  const access: AccessRow = { who: 'ada', plan: 'basic', quantity: 1, until: utc('2024-02-29'), because: 'ordered', ...row }
  const invoices = [invoiceOf({ status: 'quote', paid: minor(0) })]
  const scene = sceneOf({
    at: 'quiet',
    now,
    policy: { ...defaultPolicy, ...policy },
    view: { invoices, attempts: [], access: [access] },
    truth: { charges: ofSignup, pending },
  })
  return clausesOf(noAccessWithoutCover, scene)
}

test('who is new is trusted by policy while a bank has the order, for what was asked for, and no longer', () => {
  const trusting = { provisionalSignup: 'until settled' } as const
  const signup = chargeOf({ id: 'ch_ada_1 ordered', outcome: 'processing' })
  const poor = chargeOf({ outcome: 'declined', code: 'insufficient_funds', at: utc('2024-02-05T10:00Z') })
  const now = utc('2024-02-03T10:00Z')
  expect(onTrust(now, [signup], {})).toEqual(['ordered'])
  expect(onTrust(now, [signup], { provisionalSignup: 'none' })).toEqual(['ordered'])
  expect(onTrust(now, [signup], trusting)).toEqual([])
  expect(onTrust(now, [], trusting)).toEqual(['ordered'])
  expect(onTrust(now, [signup], trusting, { plan: 'pro' })).toEqual(['ordered'])
  expect(onTrust(now, [signup], trusting, { quantity: 2 })).toEqual(['ordered'])
  expect(onTrust(now, [signup], { provisionalSignup: { capped: days(4) } })).toEqual([])
  expect(onTrust(now, [signup], { provisionalSignup: { capped: days(3) } })).toEqual(['ordered'])
  expect(onTrust(utc('2024-03-01'), [signup], trusting)).toEqual(['ordered'])
  expect(onTrust(poor.at, [signup, poor], trusting)).toEqual(['ordered'])
  // Word of it is on its way.
  expect(onTrust(poor.at, [signup, poor], trusting, {}, ['evt_ada_3'])).toEqual([])
})

test('once its bank has found no money nothing is granted for an order any more, as soon as that is heard', () => {
  expect(renewing(endedAt, [order, declined])).toEqual(['renewing'])
  expect(renewing(endedAt, [order, declined], {}, ['evt_ada_3'])).toEqual([])
})

test('an order whose end nobody has asked for is told of days after that, and not before it has one', () => {
  const seen = (now: string, charges: readonly TruthCharge[]) =>
    clausesOf(unknownIsFoundOut, sceneOf({ at: 'end', now: utc(now), view: { attempts: [attempt] }, truth: { charges } }))
  expect(seen('2024-03-20', [order])).toEqual([])
  expect(seen('2024-03-08', [order, declined])).toEqual([])
  expect(seen('2024-03-10', [order, declined])).toEqual(['processing'])
})

test('a second attempt is not started while a bank has the order', () => {
  const second = { ...attempt, id: 'ada/sub 1/renewal 2024-02-29/attempt 2', provider: 'pi_ada_3', status: 'started' as const }
  const view = { invoices: unpaid, attempts: [attempt, second] }
  expect(clausesOf(chargesWhatRemains, sceneOf({ view, before: { ...view, attempts: [attempt] } }))).toEqual(['at once'])
})

test('an order and what came of it are one try', () => {
  const tries = (count: number): readonly TruthCharge[] =>
    Array.from({ length: count }, (_, n) => [
      { ...order, id: `ch_ada_${n} ordered` },
      { ...declined, id: `ch_ada_${n}` },
    ]).flat()
  expect(clausesOf(retriesWithinPolicy, sceneOf({ truth: { charges: tries(4) } }))).toEqual([])
  expect(clausesOf(retriesWithinPolicy, sceneOf({ truth: { charges: tries(5) } }))).toEqual(['too many'])
})

test('a cancellation that was accepted waits for what is ordered, and for no longer than word of its end takes', () => {
  const commands = [subscribed, commandOf({ do: 'cancel', when: 'now' }, utc('2024-03-02'))]
  const seen = (now: string, charges: readonly TruthCharge[]) =>
    clausesOf(acceptedSurvives, sceneOf({ now: utc(now), truth: { commands, charges } }))
  expect(seen('2024-03-04', [chargeOf({}), order])).toEqual([])
  expect(seen('2024-03-08', [chargeOf({}), order, declined])).toEqual([])
  expect(seen('2024-03-10', [chargeOf({}), order, declined])).toEqual(['cancel'])
  expect(seen('2024-03-10', [chargeOf({})])).toEqual(['cancel'])
})

test('an offer that is ordered covers its period, and a switch that is ordered holds up the end of one', () => {
  const quote = renewalOf({ status: 'quote' })
  const covered = (invoices: readonly ReturnType<typeof invoiceOf>[], charges: readonly TruthCharge[]) =>
    clausesOf(completeCoverage, sceneOf({ now: utc('2024-03-05'), view: { invoices }, truth: { charges } }))
  expect(covered([invoiceOf({}), quote], [chargeOf({}), order])).toEqual([])
  expect(covered([invoiceOf({}), quote], [chargeOf({})])).toEqual(['after the last'])
  const interval = upgradeOf({ id: 'ada/sub 1/interval 1', reason: 'interval', status: 'quote', paid: minor(0) })
  const ofSwitch = { ...order, metadata: { invoice: interval.id } }
  expect(covered([invoiceOf({}), interval], [chargeOf({}), ofSwitch])).toEqual([])
  expect(covered([invoiceOf({}), interval], [chargeOf({})])).toEqual(['after the last'])
})

test('access while a renewal is settled is another judge’s matter than the accountant’s', () => {
  const access: AccessRow = { who: 'ada', plan: 'basic', quantity: 1, until: utc('2024-03-30'), because: 'renewing' }
  const seen = (charges: readonly TruthCharge[]) =>
    clausesOf(
      accountantAgrees,
      sceneOf({
        at: 'end',
        now: utc('2024-03-04'),
        policy: { ...defaultPolicy, grace: days(0) },
        view: { invoices: unpaid, access: [access] },
        truth: { charges: [chargeOf({}), ...charges] },
      }),
    )
  expect(seen([order])).toEqual([])
  expect(seen([])).toEqual(['no access'])
})
