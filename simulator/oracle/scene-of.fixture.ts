import type {
  AttemptRow,
  Command,
  CommandReply,
  Instant,
  InvoiceLine,
  InvoiceRow,
  LedgerRow,
  Minor,
  SubscriptionRow,
  View,
} from '#machines'
import { defaultPolicy, minor, utc } from '#machines'
import type { ProviderSubscription, TruthCharge, TruthDispute, TruthRefund } from '../provider/provider.ts'
import type { CommandTruth, DeliveryTruth, Invariant, Scene, Truth } from './scene.ts'

/** Scenes by hand, for the tests of judges: a healthy world in which each test changes only what it is about. */
export interface SceneChanges extends Partial<Omit<Scene, 'truth' | 'view' | 'before'>> {
  readonly truth?: Partial<Truth>
  readonly view?: View
  /** The view before, as changes to the healthy one. */
  readonly before?: View
}

/** The clauses an invariant finds broken; a scene in which it has nothing to judge says so. */
export const clausesOf = (invariant: Invariant, scene: Scene): readonly string[] =>
  invariant.applies(scene) === 0 ? ['nothing to judge'] : invariant.violations(scene).map((each) => each.clause)

/** Ada signed up on 31 January, renewed on 29 February; ours is the cycle. It is 10 March. */
export function sceneOf(changes: SceneChanges = {}): Scene {
  const { truth, view, before, ...rest } = changes
  return {
    at: 'end',
    now: utc('2024-03-10'),
    policy: defaultPolicy,
    authority: 'ours',
    truth: { ...healthyTruth(), ...truth },
    view: { ...healthyView(), ...view },
    before: before === undefined ? undefined : { ...healthyView(), ...before },
    cause: undefined,
    overdue: [],
    ...rest,
  }
}

/** The same customer where the provider owns the cycle and the system keeps a copy. */
export function mirrorOf(changes: SceneChanges = {}): Scene {
  const { truth, view, before, ...rest } = changes
  const healthy: View = {
    customers: [{ who: 'ada', provider: 'cus_ada_1' }],
    subscriptions: [subscriptionOf({ provider: 'sub_ada_1' })],
    invoices: [
      invoiceOf({ id: 'row 1', provider: 'in_ada_1' }),
      invoiceOf({ id: 'row 2', number: 2, provider: 'in_ada_2', reason: 'renewal', lines: [lineOf({ from: february, to: march })] }),
    ],
  }
  return {
    at: 'end',
    now: utc('2024-03-10'),
    policy: defaultPolicy,
    authority: 'provider',
    truth: {
      ...healthyTruth(),
      charges: [
        chargeOf({ invoice: 'in_ada_1', metadata: {} }),
        chargeOf({ id: 'ch_ada_2', invoice: 'in_ada_2', metadata: {}, at: february }),
      ],
      subscriptions: [providerSubscriptionOf({})],
      deliveries: [deliveryOf({ event: 'evt_ada_1', type: 'customer.subscription.created', object: 'sub_ada_1' })],
      ...truth,
    },
    view: { ...healthy, ...view },
    before: before === undefined ? undefined : { ...healthy, ...before },
    cause: undefined,
    overdue: [],
    ...rest,
  }
}

export const january: Instant = utc('2024-01-31T09:00Z')
export const february: Instant = utc('2024-02-29T09:00Z')
export const march: Instant = utc('2024-03-31T09:00Z')

export const lineOf = (over: Partial<InvoiceLine>): InvoiceLine => ({
  item: 'ada/sub 1',
  plan: 'basic',
  quantity: 1,
  from: january,
  to: february,
  amount: minor(999),
  ...over,
})

/** Paid in full by its lines, unless said otherwise. */
export function invoiceOf(over: Partial<InvoiceRow>): InvoiceRow {
  const lines = over.lines ?? [lineOf({})]
  const total = over.total ?? (lines.reduce((sum, line) => sum + line.amount, 0) as Minor)
  const status = over.status ?? 'paid'
  return {
    id: 'ada/sub 1/signup',
    who: 'ada',
    provider: undefined,
    subscription: 'ada/sub 1',
    number: 1,
    reason: 'signup',
    refunded: minor(0),
    issuedAt: lines[0]!.from,
    ...over,
    lines,
    total,
    status,
    paid: over.paid ?? (status === 'paid' ? total : minor(0)),
  }
}

export const renewalOf = (over: Partial<InvoiceRow>): InvoiceRow =>
  invoiceOf({ id: 'ada/sub 1/renewal 2024-02-29', number: 2, reason: 'renewal', lines: [lineOf({ from: february, to: march })], ...over })

/** From basic to pro on 5 March: 26 days and 9 hours of 31 days. */
export const upgradeOf = (over: Partial<InvoiceRow>): InvoiceRow =>
  invoiceOf({
    id: 'ada/sub 1/upgrade 1',
    number: 3,
    reason: 'upgrade',
    lines: [lineOf({ plan: 'pro', from: utc('2024-03-05'), to: march, amount: minor(851) })],
    ...over,
  })

export const subscriptionOf = (over: Partial<SubscriptionRow>): SubscriptionRow => ({
  id: 'ada/sub 1',
  who: 'ada',
  provider: undefined,
  status: 'active',
  plan: 'basic',
  quantity: 1,
  periodStart: february,
  periodEnd: march,
  cancelAtPeriodEnd: false,
  ...over,
})

export const attemptOf = (over: Partial<AttemptRow>): AttemptRow => ({
  id: 'ada/sub 1/signup/attempt 1',
  who: 'ada',
  invoice: 'ada/sub 1/signup',
  key: 'ada/sub 1/signup/attempt 1',
  amount: minor(999),
  startedAt: january,
  status: 'paid',
  provider: 'pi_ada_1',
  ...over,
})

export const chargeOf = (over: Partial<TruthCharge>): TruthCharge => ({
  id: 'ch_ada_1',
  owner: 'ada',
  intent: 'pi_ada_1',
  invoice: undefined,
  method: 'pm_ada_1',
  key: undefined,
  amount: minor(999),
  currency: 'usd',
  at: january,
  outcome: 'succeeded',
  code: undefined,
  metadata: { invoice: 'ada/sub 1/signup', item: 'ada/sub 1', period: '2024-01-31', reason: 'signup' },
  ...over,
})

const renewalNotes = { invoice: 'ada/sub 1/renewal 2024-02-29', item: 'ada/sub 1', period: '2024-02-29', reason: 'renewal' }
export const renewalCharge = (over: Partial<TruthCharge>): TruthCharge =>
  chargeOf({ id: 'ch_ada_2', intent: 'pi_ada_2', at: utc('2024-02-29T10:00Z'), metadata: renewalNotes, ...over })

export const upgradeCharge = (over: Partial<TruthCharge>): TruthCharge =>
  chargeOf({
    id: 'ch_ada_3',
    intent: 'pi_ada_3',
    at: utc('2024-03-05'),
    amount: minor(851),
    metadata: { invoice: 'ada/sub 1/upgrade 1', item: 'ada/sub 1', period: '2024-03-05', reason: 'upgrade' },
    ...over,
  })

export const refundOf = (over: Partial<TruthRefund>): TruthRefund => ({
  id: 're_ada_1',
  owner: 'ada',
  charge: 'ch_ada_1',
  amount: minor(999),
  at: utc('2024-03-01'),
  status: 'succeeded',
  key: undefined,
  metadata: {},
  ...over,
})

/** A step of a dispute about the signup's payment. */
export const disputeOf = (over: Partial<TruthDispute>): TruthDispute => ({
  id: 'dp_ada_1',
  owner: 'ada',
  charge: 'ch_ada_1',
  amount: minor(999),
  currency: 'usd',
  at: utc('2024-02-05'),
  status: 'needs response',
  moved: minor(-999),
  ...over,
})

const accepted: CommandReply = { kind: 'accepted' }
/** Accepted within a second. */
export const commandOf = (command: Command, sentAt: Instant, over: Partial<CommandTruth> = {}): CommandTruth => ({
  id: command.do,
  who: 'ada',
  command,
  sentAt,
  repliedAt: (sentAt + 1_000) as Instant,
  reply: accepted,
  at: 'system',
  ...over,
})

export const subscribed: CommandTruth = commandOf({ do: 'subscribe', plan: 'basic', quantity: 1, method: 'card' }, january)

export const deliveryOf = (over: Partial<DeliveryTruth>): DeliveryTruth => ({
  event: 'evt_ada_1',
  type: 'payment_intent.succeeded',
  owner: 'ada',
  object: 'pi_ada_1',
  copy: 1,
  sentAt: january,
  answeredAt: january,
  status: 200,
  ...over,
})

export const providerSubscriptionOf = (over: Partial<ProviderSubscription>): ProviderSubscription => ({
  id: 'sub_ada_1',
  owner: 'ada',
  status: 'active',
  items: [{ id: 'si_ada_1', price: 'price_account_1', plan: 'basic', quantity: 1 }],
  periodStart: february,
  periodEnd: march,
  cancelAtPeriodEnd: false,
  created: january,
  ...over,
})

export const postingOf = (account: LedgerRow['account'], amount: number, cause: string): LedgerRow => ({
  id: `${cause}/${account}`,
  who: 'ada',
  account,
  amount: minor(amount),
  cause,
  at: january,
})

export const healthyLedger = (): readonly LedgerRow[] => [
  postingOf('cash', 999, 'ch_ada_1'),
  postingOf('revenue', 999, 'ada/sub 1/signup'),
  postingOf('receivable', 999, 'ada/sub 1/renewal 2024-02-29'),
  postingOf('receivable', -999, 'ch_ada_2'),
  postingOf('cash', 999, 'ch_ada_2'),
]

const healthyView = (): View => ({
  customers: [{ who: 'ada', provider: 'cus_ada_1' }],
  subscriptions: [subscriptionOf({})],
  invoices: [invoiceOf({}), renewalOf({})],
  attempts: [
    attemptOf({}),
    attemptOf({ id: 'ada/sub 1/renewal 2024-02-29/attempt 1', invoice: 'ada/sub 1/renewal 2024-02-29', provider: 'pi_ada_2' }),
  ],
  access: [{ who: 'ada', plan: 'basic', quantity: 1, until: march, because: 'paid' }],
  ledger: healthyLedger(),
  notices: [{ who: 'ada', kind: 'receipt', cause: 'ada/sub 1/signup', at: january }],
})

const healthyTruth = (): Truth => ({
  charges: [chargeOf({}), renewalCharge({})],
  refunds: [],
  balance: [
    { id: 'txn_ada_1', owner: 'ada', amount: minor(999), cause: 'ch_ada_1', at: january },
    { id: 'txn_ada_2', owner: 'ada', amount: minor(999), cause: 'ch_ada_2', at: february },
  ],
  disputes: [],
  cardUpdates: [],
  detachments: [],
  subscriptions: [],
  customers: [{ id: 'cus_ada_1', owner: 'ada' }],
  commands: [subscribed],
  deliveries: [deliveryOf({}), deliveryOf({ event: 'evt_ada_2', object: 'pi_ada_2' })],
  effects: [{ kind: 'mail', who: 'ada', detail: '{"key":"1","notice":"receipt","cause":"ada/sub 1/signup"}', at: january }],
  edits: [],
  tries: [],
  refused: [],
  givenUp: [],
  pending: [],
})
