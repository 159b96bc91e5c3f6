import type { InvoiceRow } from '#machines'
import { defaultPolicy, minor, utc } from '#machines'
import { describe, expect, it } from 'vitest'
import { accountantAgrees } from './accountant-agrees.ts'
import { completeCoverage } from './invariants/complete-coverage.ts'
import { noAccessWithoutCover } from './invariants/no-access-without-cover.ts'
import { noDenialWhilePaid } from './invariants/no-denial-while-paid.ts'
import { noUpgradeDebt } from './invariants/no-upgrade-debt.ts'
import { payBeforeCommit } from './invariants/pay-before-commit.ts'
import { zeroDuplicateInvoices } from './invariants/zero-duplicate-invoices.ts'
import { zeroRollbacks } from './invariants/zero-rollbacks.ts'
import { creditWithinCollected } from './laws/credit-within-collected.ts'
import { settledOnceADay } from './laws/settled-once-a-day.ts'
import {
  chargeOf,
  clausesOf,
  commandOf,
  invoiceOf,
  lineOf,
  march,
  renewalOf,
  type SceneChanges,
  sceneOf,
  subscribed,
  subscriptionOf,
} from './scene-of.fixture.ts'
import { endOf } from './switches.ts'

const policy = {
  ...defaultPolicy,
  plans: [
    ...defaultPolicy.plans,
    { key: 'yearly', price: minor(9_990), interval: 'year' },
    { key: 'tiny', price: minor(200), interval: 'week' },
  ],
} as const
const at = utc('2024-03-20T09:00Z')
const next = utc('2025-03-20T09:00Z')
const asked = commandOf({ do: 'change plan', plan: 'yearly' }, at)

/** From basic to yearly on 20 March, when 11 of 31 days were left: 9.99 × 11 / 31 = 3.54. */
const switchOf = (over: Partial<InvoiceRow>): InvoiceRow =>
  invoiceOf({
    id: 'ada/sub 1/interval 1',
    number: 3,
    reason: 'interval',
    lines: [lineOf({ from: at, to: march, amount: minor(-354) }), lineOf({ plan: 'yearly', from: at, to: next, amount: minor(9_990) })],
    ...over,
  })
const paid = chargeOf({
  id: 'ch_ada_3',
  at,
  amount: minor(9_636),
  metadata: { invoice: 'ada/sub 1/interval 1', item: 'ada/sub 1', period: '2024-03-20', reason: 'interval' },
})
const yearly = subscriptionOf({ plan: 'yearly', periodStart: at, periodEnd: next })

function switched(changes: SceneChanges = {}, invoices: readonly InvoiceRow[] = [invoiceOf({}), renewalOf({}), switchOf({})]) {
  const { truth, view, ...rest } = changes
  return sceneOf({
    now: utc('2024-05-10'),
    policy,
    truth: { commands: [subscribed, asked], charges: [...sceneOf().truth.charges, paid], ...truth },
    view: {
      invoices,
      subscriptions: [yearly],
      access: [{ who: 'ada', plan: 'yearly', quantity: 1, until: next, because: 'paid' }],
      ...view,
    },
    before: { subscriptions: [subscriptionOf({})] },
    ...rest,
  })
}

const judges = [
  accountantAgrees,
  completeCoverage,
  noAccessWithoutCover,
  noDenialWhilePaid,
  noUpgradeDebt,
  zeroDuplicateInvoices,
  creditWithinCollected,
  settledOnceADay,
] as const

describe('a switch of interval', () => {
  it.each(judges)('$name: holds when the month before is cut off by a year that was paid', (judge) => {
    expect(clausesOf(judge, switched())).toEqual([])
  })

  it('is no rollback and needs its payment', () => {
    const now = utc('2024-03-20T09:01Z')
    expect(clausesOf(zeroRollbacks, switched({ now }))).toEqual([])
    expect(clausesOf(payBeforeCommit, switched({ now }))).toEqual([])
    const unpaid = [invoiceOf({}), renewalOf({}), switchOf({ status: 'quote' })]
    expect(clausesOf(payBeforeCommit, switched({ now }, unpaid))).toEqual(['plan'])
  })

  it('to what costs less is no rollback once it is paid, and is one unpaid', () => {
    const now = utc('2024-03-30T09:01Z')
    const from = utc('2024-03-30T09:00Z')
    const tiny = switchOf({ lines: [lineOf({ plan: 'tiny', from, to: utc('2024-04-06T09:00Z'), amount: minor(200) })] })
    const view = { subscriptions: [subscriptionOf({ plan: 'tiny' })] }
    expect(clausesOf(zeroRollbacks, switched({ now, view }, [invoiceOf({}), renewalOf({}), tiny]))).toEqual([])
    expect(clausesOf(zeroRollbacks, switched({ now, view }, [invoiceOf({}), renewalOf({})]))).toEqual(['plan'])
    expect(clausesOf(payBeforeCommit, switched({ now, view }, [invoiceOf({}), renewalOf({})]))).toEqual(['plan'])
  })

  it('that is a debt before it is paid is told', () => {
    expect(clausesOf(noUpgradeDebt, switched({}, [invoiceOf({}), renewalOf({}), switchOf({ status: 'open' })]))).toEqual(['open'])
  })

  it('after which the month is renewed all the same is told', () => {
    const again = renewalOf({ id: 'ada/sub 1/renewal 2024-03-31', lines: [lineOf({ from: march, to: utc('2024-04-30T09:00Z') })] })
    const charges = [...sceneOf().truth.charges, paid, chargeOf({ id: 'ch_ada_4', at: march, metadata: { invoice: again.id } })]
    const scene = switched({ truth: { charges } }, [invoiceOf({}), renewalOf({}), switchOf({}), again])
    expect(clausesOf(zeroDuplicateInvoices, scene)).toEqual(['cycle'])
    expect(clausesOf(settledOnceADay, scene)).toEqual(['settled twice'])
    expect(clausesOf(accountantAgrees, scene)).toContain('calendar')
  })

  it('that credits more than the rest of the month is told by the accountant', () => {
    const greedy = switchOf({ lines: [lineOf({ from: at, to: march, amount: minor(-999) }), switchOf({}).lines[1]!] })
    const charges = [...sceneOf().truth.charges, { ...paid, amount: minor(8_991) }]
    expect(clausesOf(accountantAgrees, switched({ truth: { charges } }, [invoiceOf({}), renewalOf({}), greedy]))).toEqual(['amount'])
  })

  it('that credits a month for which no money came is told', () => {
    const scene = switched({}, [invoiceOf({}), renewalOf({ status: 'uncollectible' }), switchOf({})])
    expect(clausesOf(creditWithinCollected, scene)).toEqual(['span'])
  })

  it('that nobody asked for is told', () => {
    expect(clausesOf(accountantAgrees, switched({ truth: { commands: [subscribed] } }))).toEqual(['level'])
  })

  it('leaves nobody with the month’s access, and nobody on no invoice', () => {
    const monthly = { access: [{ who: 'ada', plan: 'basic', quantity: 1, until: march, because: 'paid' }] } as const
    expect(clausesOf(noDenialWhilePaid, switched({ view: monthly }))).toEqual(['too little'])
    const inMarch = utc('2024-03-25')
    const team = [invoiceOf({}), renewalOf({ lines: [{ ...renewalOf({}).lines[0]!, plan: 'team', amount: minor(4_900) }] }), switchOf({})]
    const charges = [chargeOf({}), chargeOf({ id: 'ch_ada_2', amount: minor(4_900), metadata: { invoice: renewalOf({}).id } }), paid]
    // What the month gave ended with it, though its line says 31 March.
    expect(clausesOf(noDenialWhilePaid, switched({ now: inMarch, truth: { charges } }, team))).toEqual([])
    const tiny = switchOf({ lines: [lineOf({ plan: 'tiny', from: at, to: utc('2024-03-27T09:00Z'), amount: minor(200) })] })
    const teamStill = { access: [{ who: 'ada', plan: 'team', quantity: 1, until: march, because: 'paid' }] } as const
    expect(
      clausesOf(noAccessWithoutCover, switched({ now: inMarch, view: teamStill, truth: { charges } }, [...team.slice(0, 2), tiny])),
    ).toEqual(['paid'])
    expect(clausesOf(completeCoverage, switched({ now: utc('2024-04-20') }, [...team.slice(0, 2), tiny]))).toEqual(['after the last'])
  })
})

describe('the end of a line', () => {
  const first = invoiceOf({})
  it('is where a switch that was paid begins, and its own where none was', () => {
    const renewal = renewalOf({})
    expect(endOf(renewal.lines[0]!, renewal, [first, renewal, switchOf({})])).toBe(at)
    expect(endOf(renewal.lines[0]!, renewal, [first, renewal, switchOf({ status: 'void' })])).toBe(march)
    expect(endOf(switchOf({}).lines[1]!, first, [first])).toBe(next)
  })

  it('is its begin when the switch came in the same instant, after it', () => {
    const signup = invoiceOf({ lines: [lineOf({ from: at, to: march })] })
    const same = switchOf({})
    expect(endOf(signup.lines[0]!, signup, [signup, same])).toBe(at)
    expect(endOf(same.lines[1]!, same, [signup, same])).toBe(next)
  })
})
