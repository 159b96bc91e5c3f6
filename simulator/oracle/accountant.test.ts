import { days, isoDate, isoInstant, minor, utc } from '#machines'
import { expect, test } from 'vitest'
import { accounts, type DayEnd } from './accountant.ts'
import { accountantAgrees as X } from './accountant-agrees.ts'
import {
  clausesOf,
  commandOf,
  disputeOf,
  february,
  invoiceOf,
  january,
  lineOf,
  march,
  refundOf,
  renewalCharge,
  renewalOf,
  sceneOf,
  subscribed,
  upgradeCharge,
  upgradeOf,
} from './scene-of.fixture.ts'

const change = commandOf({ do: 'change plan', plan: 'pro' }, utc('2024-03-05'))
const pro = [{ who: 'ada', plan: 'pro', quantity: 1, until: march, because: 'paid' }] as const
const upgraded = {
  truth: { commands: [subscribed, change], charges: [...sceneOf().truth.charges, upgradeCharge({})] },
  view: { invoices: [invoiceOf({}), renewalOf({}), upgradeOf({})], access: pro },
}

test('it walks day by day and knows what each was worth', () => {
  const days: Omit<DayEnd, 'item' | 'at'>[] = []
  const byDate = new Map<string, Omit<DayEnd, 'item' | 'at'>>()
  accounts(sceneOf({ ...upgraded, now: utc('2024-03-06T12:00Z') }), ({ at, worth, uses }) => {
    days.push({ worth, uses })
    byDate.set(isoDate(at), { worth, uses })
  })
  expect(byDate.get('2024-01-31')).toEqual({ worth: 22, uses: { plan: 'basic', quantity: 1 } })
  // Five of 31 days less nine hours at 9.99, and one at 19.99.
  expect([...byDate.keys()].slice(-2)).toEqual(['2024-03-04', '2024-03-05'])
  expect(days.slice(-2)).toEqual([
    { worth: 149, uses: { plan: 'basic', quantity: 1 } },
    { worth: 214, uses: { plan: 'pro', quantity: 1 } },
  ])
})

test('a step up owes the difference for the rest of the period, to the cent', () => {
  const [account] = accounts(sceneOf(upgraded))
  // 10.00 × 2,278,800 s of 2,678,400 s
  expect(account!.reckoned.find((each) => each.isProrated)).toMatchObject({ owed: [851], onTopOf: [{ plan: 'basic', quantity: 1 }] })
})

test('it agrees with a healthy world, with an upgrade and without', () => {
  expect(clausesOf(X, sceneOf())).toEqual([])
  expect(clausesOf(X, sceneOf(upgraded))).toEqual([])
})

test('a proration that is off by more than rounding is told', () => {
  const wrong = (amount: number) =>
    sceneOf({
      ...upgraded,
      view: {
        ...upgraded.view,
        invoices: [invoiceOf({}), renewalOf({}), upgradeOf({ lines: [{ ...upgradeOf({}).lines[0]!, amount: minor(amount) }] })],
      },
    })
  expect(clausesOf(X, wrong(852))).toEqual([])
  expect(clausesOf(X, wrong(853))).toEqual(['amount'])
  expect(X.violations(wrong(1_000))[0]?.says).toBe("ada's ada/sub 1/upgrade 1 says 10.00; owed is 8.51")
})

test('a whole period is exact', () => {
  const invoices = [invoiceOf({}), renewalOf({ lines: [{ ...renewalOf({}).lines[0]!, amount: minor(998) }] })]
  expect(clausesOf(X, sceneOf({ view: { invoices } }))).toContain('amount')
})

test('a period that ends on another day than the calendar’s is told', () => {
  const invoices = [invoiceOf({}), renewalOf({ lines: [lineOf({ from: utc('2024-02-29T09:00Z'), to: utc('2024-03-29T09:00Z') })] })]
  expect(clausesOf(X, sceneOf({ view: { invoices } }))).toEqual(['calendar'])
})

test('a signup that nobody asked for then is told', () => {
  expect(clausesOf(X, sceneOf({ truth: { commands: [] } }))).toEqual(['calendar', 'level'])
})

test('a renewal for what nobody asked for is told', () => {
  const invoices = [invoiceOf({}), renewalOf({ lines: [{ ...renewalOf({}).lines[0]!, plan: 'team', amount: minor(4_900) }] })]
  expect(clausesOf(X, sceneOf({ view: { invoices, access: [] } }))).toContain('level')
})

test('a downgrade that was accepted is in the next renewal', () => {
  const down = commandOf({ do: 'change plan', plan: 'basic' }, utc('2024-02-10'))
  const signup = commandOf({ do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' }, january)
  const first = invoiceOf({ lines: [lineOf({ plan: 'pro', amount: minor(1_999) })] })
  const asked = { commands: [signup, down], charges: [{ ...sceneOf().truth.charges[0]!, amount: minor(1_999) }, renewalCharge({})] }
  expect(clausesOf(X, sceneOf({ truth: asked, view: { invoices: [first, renewalOf({})] } }))).toEqual([])
  const kept = renewalOf({ lines: [{ ...renewalOf({}).lines[0]!, plan: 'pro', amount: minor(1_999) }] })
  expect(clausesOf(X, sceneOf({ truth: asked, view: { invoices: [first, kept], access: [] } }))).toContain('level')
})

test('a paid period after which no invoice comes is told, unless it was canceled', () => {
  const view = { invoices: [invoiceOf({})], access: [] }
  const charges = sceneOf().truth.charges.slice(0, 1)
  expect(clausesOf(X, sceneOf({ truth: { charges }, view }))).toEqual(['missing'])
  const commands = [subscribed, commandOf({ do: 'cancel', when: 'period end' }, utc('2024-02-10'))]
  expect(clausesOf(X, sceneOf({ truth: { charges, commands }, view }))).toEqual([])
})

test('who has paid may use it, and who has not may not for ever', () => {
  expect(clausesOf(X, sceneOf({ view: { access: [] } }))).toEqual(['access'])
  expect(clausesOf(X, sceneOf({ ...upgraded, view: { ...upgraded.view, access: sceneOf().view.access } }))).toEqual(['access'])
  const charges = sceneOf().truth.charges.slice(0, 1)
  const view = { invoices: [invoiceOf({}), renewalOf({ status: 'open' })] }
  expect(clausesOf(X, sceneOf({ truth: { charges }, view }))).toEqual([])
  expect(clausesOf(X, sceneOf({ now: utc('2024-03-20'), truth: { charges }, view }))).toEqual(['no access'])
})

test('money that went back promises nothing', () => {
  expect(clausesOf(X, sceneOf({ truth: { refunds: [refundOf({ charge: 'ch_ada_2' })] }, view: { access: [] } }))).toEqual([])
})

test('of two steps at one instant either may have come first', () => {
  const at = utc('2024-03-05')
  const more = commandOf({ do: 'change quantity', quantity: 2 }, at)
  const second = upgradeOf({
    id: 'second',
    reason: 'quantity',
    lines: [lineOf({ plan: 'pro', quantity: 2, from: at, to: march, amount: minor(1_701) })],
  })
  const charges = [...upgraded.truth.charges, upgradeCharge({ id: 'ch_ada_4', amount: minor(1_701), metadata: { invoice: 'second' } })]
  const view = { invoices: [...upgraded.view.invoices, second], access: [{ ...pro[0], quantity: 2 }] }
  expect(clausesOf(X, sceneOf({ truth: { commands: [subscribed, change, more], charges }, view }))).toEqual([])
})

test('a step up that was offered before fewer seats of the same instant is on top of what there was', () => {
  const at = utc('2024-03-05')
  const commands = [
    commandOf({ do: 'subscribe', plan: 'basic', quantity: 2, method: 'card' }, january),
    commandOf({ do: 'change plan', plan: 'pro' }, at),
    commandOf({ do: 'change quantity', quantity: 1, when: 'now' }, at),
  ]
  const two = { quantity: 2, amount: minor(1_998) }
  // 20.00 × 2,278,800 s of 2,678,400 s, and of that half when a seat of pro goes.
  const up = upgradeOf({ lines: [lineOf({ plan: 'pro', quantity: 2, from: at, to: march, amount: minor(1_702) })] })
  const renewal = renewalOf({ lines: [{ ...renewalOf({}).lines[0]!, ...two }] })
  const note = {
    id: 'note',
    who: 'ada',
    invoice: renewal.id,
    item: 'ada/sub 1',
    from: at,
    to: march,
    at,
    level: { plan: 'pro', quantity: 1 },
  }
  const charges = [...sceneOf().truth.charges.map((each) => ({ ...each, amount: minor(1_998) })), upgradeCharge({ amount: minor(1_702) })]
  const view = { invoices: [invoiceOf({ lines: [lineOf(two)] }), renewal, up], access: pro, credits: [{ ...note, amount: minor(1_701) }] }
  expect(clausesOf(X, sceneOf({ truth: { commands, charges }, view }))).toEqual([])
})

test('of two steps down at one instant each gives back what it takes off the one before', () => {
  const at = utc('2024-03-05')
  const commands = [
    commandOf({ do: 'subscribe', plan: 'pro', quantity: 2, method: 'card' }, january),
    commandOf({ do: 'change plan', plan: 'basic', when: 'now' }, at),
    commandOf({ do: 'change quantity', quantity: 1, when: 'now' }, at),
  ]
  const two = { plan: 'pro', quantity: 2, amount: minor(3_998) }
  const renewal = renewalOf({ lines: [{ ...renewalOf({}).lines[0]!, ...two }] })
  const note = (id: string, quantity: number, amount: number) => ({
    id,
    who: 'ada',
    invoice: renewal.id,
    item: 'ada/sub 1',
    from: at,
    to: march,
    at,
    level: { plan: 'basic', quantity },
    amount: minor(amount),
  })
  const charges = sceneOf().truth.charges.map((each) => ({ ...each, amount: minor(3_998) }))
  const after = (...credits: readonly ReturnType<typeof note>[]) =>
    X.violations(
      sceneOf({ truth: { commands, charges }, view: { invoices: [invoiceOf({ lines: [lineOf(two)] }), renewal], credits } }),
    ).map(({ says }) => says)
  // Of 39.98 for two of pro and 19.98 for two of basic, 26 days and 9 hours of 31 days; then half of the latter.
  expect(after(note('first', 2, 1_702), note('second', 1, 850))).toEqual([])
  expect(after(note('first', 2, 1_702), note('second', 1, 1_700))).toEqual([
    'ada went down to 1 × basic on 2024-03-05 and got 17.00 of credit; 8.50 is right',
  ])
  expect(after(note('first', 2, 2_552), note('second', 1, 0))).toHaveLength(2)
})

test('of a step up that somebody had gone down from before it was lost nothing comes back, and of the rest what there was', () => {
  const [up, down, lost, won] = [utc('2024-03-01'), utc('2024-03-03'), utc('2024-03-05'), utc('2024-03-06')]
  const commands = [
    subscribed,
    commandOf({ do: 'change quantity', quantity: 3 }, up),
    commandOf({ do: 'change quantity', quantity: 1, when: 'now' }, down),
  ]
  const more = upgradeOf({ reason: 'quantity', lines: [lineOf({ quantity: 3, from: up, to: march, amount: minor(1_957) })] })
  const given = { charge: 'ch_ada_3', amount: minor(1_957) }
  const disputes = [
    disputeOf({ ...given, at: lost, status: 'lost', moved: minor(-1_957) }),
    disputeOf({ ...given, at: won, status: 'won', moved: minor(1_957) }),
  ]
  const charges = [...sceneOf().truth.charges, upgradeCharge({ at: up, amount: minor(1_957) })]
  const using = (kept: number, quantity: number) => {
    const note = { id: 'note', who: 'ada', invoice: more.id, item: 'ada/sub 1', from: down, to: march, at: down, amount: minor(0) }
    const credits = kept === 3 ? [] : [{ ...note, level: { plan: 'basic', quantity: kept } }]
    const access = [{ who: 'ada', plan: 'basic', quantity, until: march, because: 'paid' }] as const
    const view = { invoices: [invoiceOf({}), renewalOf({}), more], credits, access }
    return clausesOf(X, sceneOf({ truth: { commands, charges, disputes }, view })).filter((clause) => clause === 'access')
  }
  for (const kept of [1, 2, 3]) {
    for (const quantity of [1, 2, 3]) expect(using(kept, quantity)).toEqual(quantity === kept ? [] : ['access'])
  }
})

test('credit for a seat whose money its bank keeps later makes nothing else that was paid less', () => {
  const [up, down, lost, again] = [utc('2024-02-29T18:00Z'), utc('2024-03-01'), utc('2024-03-02'), utc('2024-03-09')]
  const commands = [
    subscribed,
    commandOf({ do: 'change quantity', quantity: 2 }, up),
    commandOf({ do: 'change quantity', quantity: 1, when: 'now' }, down),
    commandOf({ do: 'change quantity', quantity: 2 }, again),
  ]
  const seat = (id: string, from: typeof up, status: 'paid' | 'charged back', amount: number) =>
    upgradeOf({ id, status, reason: 'quantity', lines: [lineOf({ quantity: 2, from, to: march, amount: minor(amount) })] })
  const invoices = [invoiceOf({}), renewalOf({}), seat('first', up, 'charged back', 987), seat('second', again, 'paid', 721)]
  const disputes = [disputeOf({ charge: 'ch_ada_3', at: lost, status: 'lost', amount: minor(987), moved: minor(-987) })]
  const paid = (id: string, at: typeof up, amount: number, invoice: string) =>
    upgradeCharge({ id, at, amount: minor(amount), metadata: { invoice } })
  const charges = [...sceneOf().truth.charges, paid('ch_ada_3', up, 987, 'first'), paid('ch_ada_4', again, 721, 'second')]
  const note = { id: 'note', who: 'ada', item: 'ada/sub 1', from: down, to: march, at: down, amount: minor(979) }
  const level = { plan: 'basic', quantity: 1 }
  const owedWith = (invoice: string) => {
    const [account] = accounts(
      sceneOf({ truth: { commands, charges, disputes }, view: { invoices, credits: [{ ...note, invoice, level }] } }),
    )
    return account!.reckoned.find((each) => each.invoice.id === 'second')!.owed
  }
  // 9.99 × 22 days and 9 hours of 31 days for the second seat; the first one is paid for by the renewal, of which no bank took anything.
  expect(new Set(owedWith('first'))).toEqual(new Set([721]))
  expect(owedWith(renewalOf({}).id)).not.toContain(721)
})

test('of what somebody had given back at the provider before, a step down gives nothing back once more', () => {
  const at = utc('2024-03-05')
  const commands = [
    commandOf({ do: 'subscribe', plan: 'basic', quantity: 2, method: 'card' }, january),
    commandOf({ do: 'change quantity', quantity: 1, when: 'now' }, at),
  ]
  const two = { quantity: 2, amount: minor(1_998) }
  const renewal = renewalOf({ lines: [{ ...renewalOf({}).lines[0]!, ...two }] })
  const note = {
    id: 'note',
    who: 'ada',
    invoice: renewal.id,
    item: 'ada/sub 1',
    from: at,
    to: march,
    at,
    level: { plan: 'basic', quantity: 1 },
  }
  const charges = sceneOf().truth.charges.map((each) => ({ ...each, amount: minor(1_998) }))
  const view = { invoices: [invoiceOf({ lines: [lineOf(two)] }), renewal], credits: [{ ...note, amount: minor(0) }] }
  const after = (...refunds: readonly ReturnType<typeof refundOf>[]) =>
    clausesOf(X, sceneOf({ truth: { commands, charges, refunds }, view }))
  const back = { charge: 'ch_ada_2', amount: minor(1_998) }
  expect(after(refundOf({ ...back, at: utc('2024-03-01') }))).toEqual([])
  expect(after()).toEqual(['step down'])
  // What went back of an older period, later, or not at all, is another matter.
  expect(after(refundOf({ at: utc('2024-03-01') }))).toEqual(['step down'])
  expect(after(refundOf({ ...back, at: utc('2024-03-06') }))).toEqual(['step down'])
  expect(after(refundOf({ ...back, status: 'failed' }))).toEqual(['step down'])
})

test('what was had for nothing in the instant in which a trial was cut belongs to no period', () => {
  const commands = [
    commandOf({ do: 'subscribe', plan: 'basic', quantity: 1, method: 'card', trial: days(10) }, utc('2024-01-25T09:00Z')),
    commandOf({ do: 'cut trial', by: days(10) }, january),
    commandOf({ do: 'change quantity', quantity: 2 }, january),
  ]
  const free = invoiceOf({
    id: 'free',
    reason: 'quantity',
    lines: [lineOf({ quantity: 2, from: january, to: utc('2024-02-04T09:00Z'), amount: minor(0) })],
  })
  const two = { quantity: 2, amount: minor(1_998) }
  const first = renewalOf({ id: 'first', lines: [lineOf(two)] })
  const invoices = [free, first, renewalOf({ lines: [{ ...renewalOf({}).lines[0]!, ...two }] })]
  expect(clausesOf(X, sceneOf({ truth: { commands }, view: { invoices, access: [] } }))).not.toContain('calendar')
})

test('days and periods are those of the zone', () => {
  const inNewYork = { ...sceneOf().policy, zone: 'America/New_York' } as const
  const [from, middle, to] = [utc('2024-02-10T07:30Z'), utc('2024-03-10T07:30Z'), utc('2024-04-10T06:30Z')]
  const renewed = (until: typeof to) => [
    invoiceOf({ lines: [lineOf({ from, to: middle })], issuedAt: from }),
    renewalOf({ lines: [lineOf({ from: middle, to: until })], issuedAt: middle }),
  ]
  const asked = commandOf({ do: 'subscribe', plan: 'basic', quantity: 1, method: 'card' }, from)
  const scene = (until: typeof to) =>
    sceneOf({ policy: inNewYork, now: utc('2024-03-12T12:00Z'), truth: { commands: [asked] }, view: { invoices: renewed(until) } })
  expect(clausesOf(X, scene(to))).toEqual([])
  const forgetful = scene(utc('2024-04-10T07:30Z'))
  expect(clausesOf(X, forgetful)).toEqual(['calendar'])
  expect(X.violations(forgetful)[0]!.says).toContain(
    'covers 2024-03-10 03:30:00 to 2024-04-10 03:30:00; the period is 2024-03-10 03:30:00 to 2024-04-10 02:30:00',
  )
  const ends: string[] = []
  accounts(scene(to), ({ at }) => ends.push(isoInstant(at)))
  // Midnight comes at 5:00 of UTC, and at 4:00 once the clocks are put on.
  expect(ends.slice(-2)).toEqual(['2024-03-11T03:59:59.999Z', '2024-03-12T03:59:59.999Z'])
  expect(ends).toContain('2024-03-10T04:59:59.999Z')
})

test('a step up in dinars is owed in tens of fils, and may be off by one of them', () => {
  const { policy } = sceneOf()
  const plans = policy.plans.map((plan) => ({ ...plan, price: minor(plan.price * 10) }))
  const wrong = (amount: number) =>
    sceneOf({
      ...upgraded,
      policy: { ...policy, currency: 'kwd', plans },
      view: {
        ...upgraded.view,
        invoices: [
          invoiceOf({ lines: [{ ...invoiceOf({}).lines[0]!, amount: minor(9_990) }], total: minor(9_990) }),
          renewalOf({ lines: [{ ...renewalOf({}).lines[0]!, amount: minor(9_990) }], total: minor(9_990) }),
          upgradeOf({ lines: [{ ...upgradeOf({}).lines[0]!, amount: minor(amount) }] }),
        ],
      },
    })
  const told = (amount: number) => X.violations(wrong(amount)).filter(({ clause }) => clause === 'amount')
  const [account] = accounts(wrong(8_510))
  expect(account!.reckoned.find((each) => each.isProrated)!.owed).toEqual([8_510])
  expect(told(8_520)).toEqual([])
  expect(told(8_530)).toHaveLength(1)
})

test('what is resumed after nobody paid a period is what was in force in the last one that was sold, or was asked for since', () => {
  const [half, resumed, ends] = [utc('2024-02-14T21:00Z'), utc('2024-03-05T09:00Z'), utc('2024-04-05T09:00Z')]
  const two = lineOf({ quantity: 2, from: half, to: february, amount: minor(999) })
  const stepUp = invoiceOf({
    id: 'ada/sub 1/quantity 1',
    number: 2,
    reason: 'quantity',
    lines: [lineOf({ from: half, to: february, amount: minor(-500) }), two],
  })
  const again = (quantity: number) =>
    invoiceOf({
      id: 'ada/sub 1/resume 2',
      number: 3,
      reason: 'resume',
      lines: [lineOf({ quantity, from: resumed, to: ends, amount: minor(999 * quantity) })],
    })
  const scene = (quantity: number) =>
    sceneOf({
      truth: {
        commands: [subscribed, commandOf({ do: 'change quantity', quantity: 2 }, half), commandOf({ do: 'resume' }, resumed)],
        charges: [
          sceneOf().truth.charges[0]!,
          renewalCharge({ id: 'ch_ada_2', amount: minor(499), at: half, metadata: { invoice: stepUp.id } }),
          renewalCharge({ id: 'ch_ada_3', amount: minor(999 * quantity), at: resumed, metadata: { invoice: 'ada/sub 1/resume 2' } }),
        ],
      },
      view: {
        invoices: [invoiceOf({}), stepUp, renewalOf({ status: 'void' }), again(quantity)],
        access: [{ who: 'ada', plan: 'basic', quantity, until: ends, because: 'paid' }],
      },
    })
  expect(clausesOf(X, scene(2))).toEqual([])
  expect(clausesOf(X, scene(3))).toEqual(['level'])
})
