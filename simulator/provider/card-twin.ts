import type { CustomerEntry } from './customers.ts'
import { days, hours, minor, utc } from '#machines'
import type { Instant, Method, Who } from '#machines'
import { Choices } from '../kernel/choices.ts'
import { calendar } from './calendar.ts'
import { stockCatalogue } from './catalogue.ts'
import { completeSession, type Visit } from './checkout-visits.ts'
import { createCustomer, latestCustomer, setDefaultMethod } from './customers.ts'
import { missing, notModelledCode, notModelledIn, operationNotModelled, Refusal, type ErrorBody } from './errors.ts'
import { expanded } from './expand.ts'
import { ownerOf } from './ids.ts'
import { keepAnswer, replayed } from './idempotency.ts'
import { intentSettled } from './invoice-payments.ts'
import { operations, priceOfPlan } from './operations.ts'
import { checkParameters } from './parameters.ts'
import { attach, newMethod } from './payment-methods.ts'
import { authenticateIntent, type IntentEntry } from './payments.ts'
import { proration } from './proration.ts'
import type { ProviderAnswer, ProviderRequest, ProviderSubscription, Twin, TwinContext } from './provider.ts'
import { renderEvent } from './render.ts'
import { fireTimer, invoiceDropped, invoicePaid, invoiceUnpaid } from './renewals.ts'
import { posts } from './routes.ts'
import { subscriptionEnded } from './schedules/schedules.ts'
import { authenticateSetup, type SetupIntentEntry } from './setup-intents.ts'
import { Store } from './store.ts'
import { periodOf, type SubscriptionEntry } from './subscription-objects.ts'
import { endpointsOf, type Endpoint } from './webhook-endpoints.ts'
import { fromUnix, type CardTwinOptions, type Hooks, type TwinParts, type TwinSettings, type Work } from './work.ts'

/** The version the twin speaks by itself; its objects have this shape. */
export const newestVersion = '2026-10-28.endive'

export const standardTwinParts: TwinParts = { calendar, proration }

/** The card twin can do what only its customers and its account's settings can, besides what every twin can. */
export interface CardTwin extends Twin {
  /** A customer fills in a Checkout page. */
  completeCheckout(session: string, method: Method, context: TwinContext, authenticates?: 'succeeds' | 'fails'): Visit
  /** What was asked that the vendor knows and the twin does not: `subscriptions.create discounts`. */
  notModelled(): readonly string[]
  /** The version of requests that name none. */
  readonly apiVersion: string
  /** Where a served twin tells what happens. */
  endpoints(): readonly Endpoint[]
}

/** What an account knows of a customer it made itself: systems find people again by their address. */
const personal = (owner: Who) => ({ name: owner, email: `${owner}@example.com` })

const hooks: Hooks = { intentSettled, invoicePaid, invoiceUnpaid, invoiceDropped, subscriptionEnded }
const stocked = utc('2020-01-01')
const quiet = new Choices({ kind: 'record', record: new Map() })
const internalError: { readonly error: ErrorBody } = {
  error: { type: 'api_error', message: 'something broke on this side' },
}

/**
 * A provider of Stripe's shape, in virtual time.
 * @param options the catalogue and the account's settings; what the vendor leaves to the account has its usual default
 */
export function createCardTwin(options: CardTwinOptions): CardTwin {
  const settings: TwinSettings = {
    plans: options.plans,
    currency: options.currency,
    retries: options.retries ?? [days(3), days(5), days(7)],
    endAction: options.endAction ?? 'cancel',
    draftWindow: options.draftWindow ?? hours(1),
    incompleteExpires: options.incompleteExpires ?? hours(23),
    searchLag: options.searchLag ?? hours(0),
    minimumCharge: options.minimumCharge ?? {},
    // Not above zero: what card networks ask of the currency.
    chargeUnit: options.chargeUnit ?? minor(0),
    taxRounding: options.taxRounding ?? 'per line',
    dueNotices: options.dueNotices ?? {},
    onceIsUsedBy: options.onceIsUsedBy ?? 'first amount off',
    apiVersion: options.apiVersion ?? newestVersion,
    debitSettles: options.debitSettles ?? days(5),
    served: options.served,
    disputes: {
      fee: minor(1_500),
      feeReturns: 'never',
      answerWithin: days(7),
      decidesAfter: days(14),
      subscription: 'goes on',
      ...options.disputes,
    },
  }
  const parts: TwinParts = { ...standardTwinParts, ...options.parts }
  const store = new Store()
  const notModelled = new Set<string>()
  let latest: Instant = stocked
  let rows: readonly ProviderSubscription[] = []
  let rowsOf = -1

  const workAt = (now: Instant, choices: Choices, key: string | undefined): Work => ({ store, now, choices, settings, parts, hooks, key })
  const work = (context: TwinContext, key?: string): Work => {
    latest = context.now
    return workAt(context.now, context.choices, key)
  }

  stockCatalogue(workAt(stocked, quiet, undefined))

  const perform = (given: Work, request: ProviderRequest): { readonly status: number; readonly body: unknown } => {
    const { operation, params } = request
    const version = request.version ?? settings.apiVersion
    const run = operations[operation]
    if (run === undefined) throw operationNotModelled(operation)
    checkParameters(operation, params)
    if (request.id === undefined && needsId.has(operation)) throw missing('id')
    const body = run(given, params, request.id ?? '', version)
    // The newest shape without expansion is the object itself: nothing to do in the hot loop.
    return {
      status: 200,
      body: params['expand'] === undefined && version === newestVersion ? body : expanded(given, body, params, version),
    }
  }

  const handle = (request: ProviderRequest, context: TwinContext): ProviderAnswer => {
    const keyed = request.key !== undefined && posts.has(request.operation)
    const given = work(context, keyed ? request.key : undefined)
    try {
      if (keyed) {
        const before = replayed(given, request)
        if (before !== undefined) return { kind: 'response', status: before.status, body: before.body, replayed: true }
      }
      const { status, body } = perform(given, request)
      if (keyed) keepAnswer(given, request, status, body)
      return { kind: 'response', status, body }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const body = { error: error.error }
      if (error.error.code === notModelledCode) notModelled.add(`${request.operation} ${error.error.param ?? ''}`.trimEnd())
      if (keyed && !error.early) keepAnswer(given, request, error.status, body)
      return { kind: 'response', status: error.status, body }
    }
  }

  return {
    apiVersion: settings.apiVersion,
    handle,
    failWith500(request, context, effect) {
      const given = work(context, request.key)
      if (request.key !== undefined && store.key(request.key) !== undefined) return handle(request, context)
      if (effect === 'executed') {
        const answer = handle(request, context)
        // What is not modelled was not done; the storm must hear of it.
        if (notModelledIn(answer) !== undefined) return answer
      }
      if (posts.has(request.operation)) keepAnswer(given, request, 500, internalError)
      return { kind: 'response', status: 500, body: internalError }
    },
    due: () => store.due(),
    fire(owner, context) {
      // A timer sees its own instant: a customer's clock that jumps passes through every moment on its way.
      for (let timer = store.earliest(owner); timer !== undefined && timer.at <= context.now; timer = store.earliest(owner)) {
        store.timer(owner, timer.kind, timer.subject, undefined)
        fireTimer(work({ now: timer.at, choices: context.choices }), timer)
      }
      latest = context.now
    },
    takeEvents: () => store.takeEvents(),
    render: (event, version) => renderEvent({ store }, event, version),
    setMethod(owner, method, context) {
      const given = work(context)
      const customer = latestCustomer(given, owner)?.object.id ?? createCustomer(given, personal(owner)).id
      const card = attach(given, newMethod(given, owner, method), customer)
      setDefaultMethod(given, latestCustomer(given, owner)!, card.object.id)
      // A subscription with a card of its own would go on using the old one.
      for (const entry of store.of<SubscriptionEntry>('sub', owner))
        if (entry.object.default_payment_method !== null && entry.object.ended_at === null)
          operations['subscriptions.update']!(given, { default_payment_method: card.object.id }, entry.object.id, newestVersion)
      return card.object.id
    },
    customerOf(owner) {
      const given = workAt(latest, quiet, undefined)
      return latestCustomer(given, owner)?.object.id ?? createCustomer(given, personal(owner)).id
    },
    priceOf: (plan) => priceOfPlan(workAt(latest, quiet, undefined), plan),
    authenticate(owner, succeeds, context) {
      const given = work(context)
      const intent = store.of<IntentEntry>('pi', owner).findLast((entry) => entry.object.status === 'requires_action')
      if (intent !== undefined) return authenticateIntent(given, intent.object.id, succeeds) !== undefined
      const setup = store.of<SetupIntentEntry>('seti', owner).findLast((entry) => entry.object.status === 'requires_action')
      if (setup === undefined) return false
      authenticateSetup(given, setup.object.id, succeeds)
      return true
    },
    // A system may send people to a page that there is not.
    completeCheckout: (session, method, context, authenticates = 'succeeds') =>
      store.get(session)?.object.object === 'checkout.session'
        ? completeSession(work(context), session, method, authenticates === 'succeeds')
        : 'closed',
    notModelled: () => [...notModelled].sort(),
    endpoints: () => endpointsOf(workAt(latest, quiet, undefined)),
    books: () => store.books(),
    subscriptions() {
      if (rowsOf !== store.revision) {
        rows = rowsIn(store)
        rowsOf = store.revision
      }
      return rows
    },
    customers: () =>
      store
        .owners()
        .flatMap((owner) =>
          store.of<CustomerEntry>('cus', owner).flatMap(({ object }) => (object.deleted === true ? [] : [{ id: object.id, owner }])),
        ),
    snapshot: () => store.snapshot(),
    restore: (state) => store.restore(state),
  }
}

/** Operations whose path names an object. */
const needsId: ReadonlySet<string> = new Set(
  Object.keys(operations).filter((operation) =>
    /\.(retrieve|update|delete|delete_discount|(create|retrieve|update|list)_balance_transactions?|send|cancel|confirm|authenticate|attach|detach|finalize|pay|void|mark_uncollectible|expire|list_lines|list_line_items|list_payment_methods)$/.test(
      operation,
    ),
  ),
)

function rowsIn(store: Store): readonly ProviderSubscription[] {
  return store.owners().flatMap((owner: Who) =>
    store.of<SubscriptionEntry>('sub', owner).map(({ object }): ProviderSubscription => {
      const { start, end } = periodOf(object)
      return {
        id: object.id,
        owner: ownerOf(object.id)!,
        status: object.status,
        items: object.items.data.map((item) => ({
          id: item.id,
          price: item.price.id,
          plan: item.price.lookup_key ?? item.price.id,
          quantity: item.quantity,
        })),
        periodStart: start,
        periodEnd: end,
        cancelAtPeriodEnd: object.cancel_at_period_end,
        created: fromUnix(object.created),
      }
    }),
  )
}
