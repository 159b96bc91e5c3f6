import { days, defaultPolicy, hours, utc, type View } from '#machines'
import type { Invariant } from '../oracle/scene.ts'
import type { Input, System, World } from '../port.ts'
import type { ProviderEvent, Twin } from '../provider/provider.ts'
import { type Burst, native } from './activity.ts'
import type { RunPlan, Workload } from './plan.ts'
import type { StoredRow } from './store.ts'

/** A provider that knows one thing: whoever subscribes has an invoice that is paid at once. */
function toyTwin(): Twin {
  let events: ProviderEvent[] = []
  const none = (): never => {
    throw new Error('the toy provider has no such thing')
  }
  const twin: Twin = {
    handle(request, { now }) {
      const customer = request.params['customer']
      const owner = typeof customer === 'string' ? customer : 'ada'
      if (request.operation === 'subscriptions.create')
        events.push({ id: `evt_${owner}_1`, type: 'invoice.paid', owner, at: now, object: { id: `in_${owner}_1`, amount: 1999 } })
      return { kind: 'response', status: 200, body: { id: request.id ?? `sub_${owner}_1` } }
    },
    failWith500(request, context, effect) {
      if (effect === 'executed') twin.handle(request, context)
      return { kind: 'response', status: 500, body: {} }
    },
    due: () => undefined,
    fire: none,
    takeEvents() {
      const taken = events
      events = []
      return taken
    },
    render: (event) => event.object,
    setMethod: () => 'pm',
    customerOf: (owner) => owner,
    completeCheckout: () => 'closed',
    priceOf: (plan) => plan,
    authenticate: () => false,
    books: () => ({ charges: [], refunds: [], balance: [], disputes: [], cardUpdates: [], detachments: [] }),
    subscriptions: () => [],
    customers: () => [],
    snapshot: none,
    restore: none,
  }
  return twin
}

/** Books an invoice per webhook: looks first, asks the provider, then inserts under a key of its own. */
export function toySystem(change: Partial<System['capabilities']> & { readonly handler?: (input: Input) => Burst } = {}): System {
  let world: World
  const { handler, ...capabilities } = change
  function* careless(input: Input): Burst {
    if (input.kind !== 'delivery') return undefined
    const { owner, object } = input.event
    const rows = (yield {
      kind: 'call',
      to: 'store',
      label: 'read invoices',
      request: { op: 'list', table: 'invoices', owner },
    }) as readonly StoredRow[]
    const known = rows.some((stored) => (stored.row as { id: string }).id === object['id'])
    yield { kind: 'call', to: 'provider', label: 'read invoice', request: { operation: 'invoices.retrieve', id: object['id'], params: {} } }
    if (!known) {
      const write = { table: 'invoices', owner, key: `row ${rows.length + 1} of ${input.name.text}`, row: { id: object['id'] } }
      yield { kind: 'call', to: 'store', label: 'write invoices', request: { op: 'commit', writes: [write] } }
    }
    return { status: 200 }
  }
  return {
    name: 'toy',
    version: '1',
    capabilities: {
      level: 'native',
      authority: 'provider',
      keeps: 'mirror',
      commands: [],
      jobs: [],
      crash: true,
      clock: 'controlled',
      reconcile: false,
      sights: ['invoices'],
      endpointVersion: '2026-10-28.endive',
      ...capabilities,
    },
    enter(entered) {
      world = entered
    },
    reset() {},
    receive: (input) => native(input.name, (handler ?? careless)(input)),
    settle: () => ({ waitsFor: [] }),
    // Only ids matter here.
    view: () =>
      ({
        invoices: world.table('invoices').owners.flatMap((who) => world.list('invoices', who).map((stored) => stored.row)),
      }) as unknown as View,
    close() {},
  }
}

const oneRowPerInvoice: Invariant = {
  code: 'BS901',
  name: 'one row per invoice',
  when: 'every commit',
  needs: ['invoices'],
  stance: 'universal',
  rests: 'truth',
  applies: (scene) => scene.view.invoices?.length ?? 0,
  violations: (scene) => {
    const ids = (scene.view.invoices ?? []).map((invoice) => invoice.id)
    return ids.length === new Set(ids).size
      ? []
      : [{ clause: 'twice', who: undefined, subjects: [{ kind: 'invoice', id: ids[0]! }], says: 'booked twice' }]
  },
}

const toyWorkload: Workload = {
  scenario: 'toy',
  starts: utc('2024-01-31'),
  lasts: days(3),
  policy: defaultPolicy,
  story: [
    { id: 'subscribe', who: 'ada', at: hours(1), command: { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } },
    { id: 'subscribe', who: 'bob', at: hours(1), command: { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } },
  ],
}

export const toyPlan = (record: Readonly<Record<string, string | number | true>>, change: Partial<RunPlan> = {}): RunPlan => ({
  system: toySystem(),
  workload: toyWorkload,
  source: { kind: 'record', record: new Map(Object.entries(record)) },
  invariants: [oneRowPerInvoice],
  makeTwin: toyTwin,
  keepTrace: true,
  ...change,
})
