import type { Command, Coupon, InvoiceLine, InvoiceRow, Instant, Interval, Plan, Policy, View, Who } from '#machines'
import { intervals, minor } from '#machines'
import type { CommandTruth, Scene, Truth } from './scene.ts'
import { type Offer, type Offers, offersIn } from './offers.ts'
import { isCycle, positive, sumOfLine } from './standing.ts'

type AllOffers = ReadonlyMap<string, Offers>

/** A scene of what one item of each subscription is about: its lines as if they were invoices of their own. */
interface ItemScene {
  readonly scene: Scene
  /** It is one of several on an invoice. */
  readonly isPart: boolean
  readonly isAddOn: boolean
  readonly offers: AllOffers
}

/**
 * The accountant knows one price for each subscription. What is bought beside a plan it looks at as a subscription of its own, which
 * began with none of it: its periods are those of the plan, its quantity goes up and down, and its price is the add-on's.
 */
export function perItem(scene: Scene): readonly ItemScene[] {
  const { policy, truth } = scene
  const offers = offersIn(scene)
  if (policy.addOns === undefined || !truth.commands.some(({ command }) => command.do === 'change add-on'))
    return [{ scene, isPart: false, isAddOn: false, offers }]
  const besidePlans = new Map([...offers].map(([id, own]) => [id, own.map(ofPercent)]))
  return [
    { scene: ofPlans(scene), isPart: true, isAddOn: false, offers },
    ...policy.addOns.map(({ key }) => ({ scene: ofAddOn(scene, key), isPart: true, isAddOn: true, offers: besidePlans })),
  ]
}

const itemOf = (invoice: InvoiceRow): string => invoice.subscription ?? invoice.lines[0]?.item ?? ''

const withLines = (invoice: InvoiceRow, lines: readonly InvoiceLine[]): InvoiceRow => ({
  ...invoice,
  lines,
  total: minor(lines.reduce((sum, line) => sum + sumOfLine(line), 0)),
})

function ofPlans(scene: Scene): Scene {
  const { view } = scene
  const invoices = (view.invoices ?? []).flatMap((invoice) => {
    const own = invoice.lines.filter(({ item }) => item === itemOf(invoice))
    if (own.length === 0) return []
    return [own.length === invoice.lines.length ? invoice : withLines(invoice, own)]
  })
  const subscriptionOf = new Map((view.invoices ?? []).map((invoice) => [invoice.id, itemOf(invoice)]))
  const credits = view.credits?.filter(({ level, item, invoice }) => level === undefined || item === subscriptionOf.get(invoice))
  return changed(scene, { view: { ...seen(view), invoices, credits } })
}

/** An add-on has a price for each interval, so that it is a plan of each. */
const planKey = (key: string, interval: Interval): string => `${key} by the ${interval}`

/** Does it say from when on a period of some interval runs? */
const begins = (invoice: InvoiceRow): boolean =>
  isCycle(invoice.reason) || (invoice.reason === 'interval' && invoice.lines.some(({ amount }) => amount > 0))

const hasBegun = ({ status }: InvoiceRow): boolean => status === 'paid' || status === 'charged back'

function ofAddOn(scene: Scene, key: string): Scene {
  const { view, policy, truth } = scene
  const intervalOf = (plan: string): Interval => policy.plans.find((each) => each.key === plan)?.interval ?? 'month'
  const all = view.invoices ?? []
  const bought = new Set(
    all.flatMap((invoice) => (invoice.lines.some(({ item }) => item === `${itemOf(invoice)}/${key}`) ? [itemOf(invoice)] : [])),
  )
  const running = new Map<string, Interval>()
  const invoices: InvoiceRow[] = []
  for (const invoice of all) {
    const subscription = itemOf(invoice)
    if (!bought.has(subscription)) continue
    const item = `${subscription}/${key}`
    const own = invoice.lines.filter((line) => line.item === item)
    const before = running.get(subscription) ?? 'month'
    const base = begins(invoice) ? invoice.lines.findLast((line) => line.item === subscription && line.amount >= 0) : undefined
    const interval = base === undefined ? before : intervalOf(base.plan)
    if (base !== undefined && invoice.status !== 'void' && invoice.status !== 'quote') running.set(subscription, interval)
    const lines = own.map((line) => ({ ...line, plan: planKey(key, line.amount < 0 ? before : interval) }))
    if (base !== undefined) {
      const none = { item, plan: planKey(key, interval), quantity: 0, from: base.from, to: base.to, amount: minor(0) }
      const isSold = lines.some(({ amount }) => amount >= 0)
      invoices.push({ ...withLines(invoice, isSold ? lines : [...lines, none]), subscription: item })
    } else if (invoice.reason === 'add-on' && lines.length > 0)
      invoices.push({ ...withLines(invoice, lines), subscription: item, reason: 'quantity' })
  }
  const intervalAt = (who: Who, at: Instant): Interval | undefined => {
    // What its bank took back since had been paid, and began what ran.
    const base = all.findLast(
      (invoice) => invoice.who === who && begins(invoice) && hasBegun(invoice) && (positive(invoice)?.from ?? at) < at,
    )
    return base === undefined ? undefined : intervalOf(positive(base)!.plan)
  }
  const commands = truth.commands.flatMap((each): readonly CommandTruth[] => {
    const command = asked(each.command, key, (plan) => planKey(key, intervalOf(plan)))
    if (command === undefined) return []
    // Another plan of the interval that runs changes nothing here.
    const isNothing = each.command.do === 'change plan' && intervalOf(each.command.plan) === intervalAt(each.who, each.sentAt)
    return isNothing ? [] : [{ ...each, command }]
  })
  return changed(scene, {
    policy: { ...policy, plans: plansOf(policy, key), addOns: [] },
    truth: withCommands(truth, commands),
    view: { ...seen(view), invoices, credits: creditsOf(view, key, intervalAt), access: accessOf(view, key, intervalAt, scene.now) },
  })
}

// A scene that knows what was looked at shows its members when they are asked for, one by one.
const changed = (scene: Scene, changes: Partial<Scene>): Scene => ({
  at: scene.at,
  now: scene.now,
  policy: scene.policy,
  authority: scene.authority,
  truth: scene.truth,
  view: scene.view,
  before: scene.before,
  cause: scene.cause,
  overdue: scene.overdue,
  ...changes,
})

/** What the accountant looks at beside what is changed. */
const seen = ({ subscriptions, ledger, access }: View): View => ({ subscriptions, ledger, access })

const withCommands = (truth: Truth, commands: readonly CommandTruth[]): Truth => ({
  customers: truth.customers,
  charges: truth.charges,
  refunds: truth.refunds,
  balance: truth.balance,
  disputes: truth.disputes,
  cardUpdates: truth.cardUpdates,
  detachments: truth.detachments,
  subscriptions: truth.subscriptions,
  commands,
  deliveries: truth.deliveries,
  effects: truth.effects,
  edits: truth.edits,
  tries: truth.tries,
  refused: truth.refused,
  givenUp: truth.givenUp,
  pending: truth.pending,
})

type IntervalAt = (who: Who, at: Instant) => Interval | undefined

const plansOf = ({ addOns = [] }: Policy, key: string): readonly Plan[] =>
  // By an interval that it is not sold by nobody has any of it.
  intervals.map((interval) => ({
    key: planKey(key, interval),
    price: addOns.find((each) => each.key === key)?.prices[interval] ?? minor(0),
    interval,
  }))

/** An amount is off the plan alone. */
const ofPercent = (offer: Offer): Offer => offer.filter((coupon: Coupon) => 'percent' in coupon.off)

/** What a request means for an add-on; undefined: nothing. */
function asked(command: Command, key: string, planFor: (plan: string) => string): Command | undefined {
  switch (command.do) {
    case 'subscribe':
      return { ...command, plan: planFor(command.plan), quantity: 0 }
    case 'change plan':
      return { ...command, plan: planFor(command.plan) }
    case 'change quantity':
      return undefined
    case 'change add-on':
      return command.addOn === key
        ? { do: 'change quantity', quantity: command.quantity, ...(command.when === 'now' ? { when: 'now' } : {}) }
        : undefined
    default:
      return command
  }
}

/** Notes of the add-on, and of time that was taken back whole. */
const creditsOf = ({ credits }: View, key: string, intervalAt: IntervalAt): View['credits'] =>
  credits?.flatMap((note) => {
    if (note.level === undefined) return [note]
    if (!note.item.endsWith(`/${key}`)) return []
    return [{ ...note, level: { plan: planKey(key, intervalAt(note.who, note.from) ?? 'month'), quantity: note.level.quantity } }]
  })

const accessOf = ({ access }: View, key: string, intervalAt: IntervalAt, now: Instant): View['access'] =>
  access?.map((row) => ({
    ...row,
    plan: planKey(key, intervalAt(row.who, now) ?? 'month'),
    quantity: row.addOns?.find((each) => each.key === key)?.quantity ?? 0,
  }))
