import type { AddOn, Command, CreditNoteRow, InvoiceRow } from '#machines'
import { defaultPolicy, minor, utc } from '#machines'
import { expect, test } from 'vitest'
import { accountantAgrees as X } from './accountant-agrees.ts'
import { perItem } from './per-item.ts'
import {
  chargeOf,
  clausesOf,
  commandOf,
  disputeOf,
  february,
  invoiceOf,
  lineOf,
  march,
  renewalCharge,
  renewalOf,
  sceneOf,
  type SceneChanges,
  subscribed,
} from './scene-of.fixture.ts'

const addOns: readonly AddOn[] = [{ key: 'storage', prices: { month: minor(500), year: minor(5_000) } }]
const policy = { ...defaultPolicy, addOns }
const [bought, gone] = [utc('2024-02-10T09:00Z'), utc('2024-03-05')]
const storage = (quantity: number, when?: 'now'): Command => ({
  do: 'change add-on',
  addOn: 'storage',
  quantity,
  ...(when ? { when } : {}),
})
const item = 'ada/sub 1/storage'
const storageLine = (quantity: number, amount: number, from = february, to = march) =>
  lineOf({ item, plan: 'storage', quantity, from, to, amount: minor(amount) })
/** 2 × 5.00 for 19 of 29 days. */
const step = (amount = 655): InvoiceRow =>
  invoiceOf({ id: 'ada/sub 1/add-on 1', number: 3, reason: 'add-on', lines: [storageLine(2, amount, bought, february)] })
const renewal = (amount = 1_000, quantity = 2): InvoiceRow =>
  renewalOf({ lines: [lineOf({ from: february, to: march }), storageLine(quantity, amount)] })
const charges = [
  ...sceneOf().truth.charges.slice(0, 1),
  chargeOf({ id: 'ch_ada_3', at: bought, amount: minor(655), metadata: { invoice: 'ada/sub 1/add-on 1' } }),
  renewalCharge({ amount: minor(1_999) }),
]
const access = [
  { who: 'ada', plan: 'basic', quantity: 1, addOns: [{ key: 'storage', quantity: 2 }], until: march, because: 'paid' },
] as const
const scene = (invoices: readonly InvoiceRow[], over: SceneChanges = {}) =>
  sceneOf({
    policy,
    ...over,
    truth: { charges, commands: [subscribed, commandOf(storage(2), bought)], ...over.truth },
    view: { invoices, access, ...over.view },
  })

test('nobody who buys nothing beside a plan is looked at twice', () => {
  expect(perItem(sceneOf({ policy })).length).toBe(1)
  expect(perItem(scene([invoiceOf({})])).length).toBe(2)
})

test('an add-on is reckoned like a plan of its own', () => {
  expect(clausesOf(X, scene([invoiceOf({}), step(), renewal()]))).toEqual([])
  expect(clausesOf(X, scene([invoiceOf({}), step(1_000), renewal()]))).toEqual(['amount'])
  expect(clausesOf(X, scene([invoiceOf({}), step(), renewal(999)]))).toEqual(['amount'])
})

test('an add-on that nobody asked for is told, and one that is not renewed', () => {
  expect(clausesOf(X, scene([invoiceOf({}), step(), renewal(1_500, 3)]))).toContain('level')
  expect(clausesOf(X, scene([invoiceOf({}), step(), renewalOf({})]))).toContain('level')
})

test('whoever paid for an add-on may use it', () => {
  const without = [{ ...access[0], addOns: undefined }]
  expect(clausesOf(X, scene([invoiceOf({}), step(), renewal()], { view: { access: without } }))).toEqual(['access'])
})

test('what pays for a part of an invoice pays for none of its items', () => {
  const part = { ...renewal(), status: 'charged back', paid: minor(999), credited: minor(1_000) } as const
  const lost = { charges: charges.slice(0, 2), commands: [subscribed, commandOf(storage(2), bought)] }
  expect(clausesOf(X, scene([invoiceOf({}), step(), part], { truth: lost, view: { access: [] } }))).toEqual([])
})

test('an add-on that is taken off at once credits its own rest', () => {
  const note = (amount: number): CreditNoteRow => ({
    id: 'note',
    who: 'ada',
    invoice: renewal().id,
    item,
    from: gone,
    to: march,
    amount: minor(amount),
    level: { plan: 'storage', quantity: 0 },
    at: gone,
  })
  const commands = [subscribed, commandOf(storage(2), bought), commandOf(storage(0, 'now'), gone)]
  const after = (amount: number) =>
    clausesOf(
      X,
      scene([invoiceOf({}), step(), renewal()], {
        truth: { charges, commands },
        view: { credits: [note(amount)], access: [{ ...access[0], addOns: undefined }] },
      }),
    )
  // 10.00 × 2,278,800 s of 2,678,400 s
  expect(after(851)).toEqual([])
  expect(after(1_700)).toEqual(['step down'])
})

test('an add-on goes by the interval of a period that was paid for, whatever its bank took back since', () => {
  const yearly = { ...policy, plans: [...policy.plans, { key: 'yearly', price: minor(9_990), interval: 'year' }] } as const
  const ends = utc('2025-01-31T09:00Z')
  const signup = (status: InvoiceRow['status']) =>
    invoiceOf({ status, lines: [lineOf({ plan: 'yearly', to: ends, amount: minor(9_990) })], total: minor(9_990) })
  const more = invoiceOf({ id: 'more', number: 2, reason: 'add-on', lines: [storageLine(2, 9_727, bought, ends)] })
  const commands = [
    commandOf({ do: 'subscribe', plan: 'yearly', quantity: 1, method: 'card' }, subscribed.sentAt),
    commandOf(storage(2), bought),
    commandOf(storage(1, 'now'), gone),
  ]
  const paid = [
    chargeOf({ amount: minor(9_990) }),
    chargeOf({ id: 'ch_ada_3', at: bought, amount: minor(9_727), metadata: { invoice: 'more' } }),
  ]
  const disputes = [disputeOf({ at: utc('2024-03-09'), status: 'lost', amount: minor(9_990), moved: minor(-9_990) })]
  const note = { id: 'note', who: 'ada', invoice: 'more', item, from: gone, to: ends, at: gone, level: { plan: 'storage', quantity: 1 } }
  const after = (amount: number, isLost: boolean) =>
    clausesOf(
      X,
      scene([signup(isLost ? 'charged back' : 'paid'), more], {
        policy: yearly,
        truth: { charges: paid, commands, disputes: isLost ? disputes : [] },
        view: { credits: [{ ...note, amount: minor(amount) }], access: [] },
      }),
    ).filter((clause) => clause === 'step down')
  // 50.00 × 28,717,200 s of 31,622,400 s
  for (const isLost of [false, true]) {
    expect(after(4_540, isLost)).toEqual([])
    expect(after(9_000, isLost)).toEqual(['step down'])
  }
})
