import type { Input, System } from '#simulator'
import { native } from '#simulator'
import { systemNamed } from './systems.ts'

/** One way in which a system may misbehave, in the words of its place. */
export type Planted = keyof typeof ways

type Change = (system: System) => Partial<System>

const boom = (): never => {
  throw new TypeError('boom')
}
/** Lets activities go on as they do, after something was done to the first pause. */
const pausing =
  (pause: unknown): Change =>
  () => ({
    receive: (input: Input) => ({ name: input.name, resume: () => pause as never }),
  })
const answering = (reply: unknown): Change => pausing({ kind: 'done', reply })
const showing =
  (view: unknown): Change =>
  () => ({ view: () => view as never })
const invoice = {
  id: 'in_1',
  who: 'ada',
  provider: 'in_1',
  subscription: undefined,
  number: undefined,
  reason: 'renewal',
  status: 'paid',
  lines: [],
  total: 100,
  paid: 100,
  refunded: 0,
  issuedAt: 0,
}
const shown = (change: object): Change => showing({ customers: [], subscriptions: [], invoices: [{ ...invoice, ...change }] })

const ways = {
  well: () => ({}),
  'throws in boot': () => ({ boot: boom }),
  'rejects in boot': () => ({ boot: async () => boom() }),
  'throws in enter': () => ({ enter: boom }),
  'throws in reset': () => ({ reset: boom }),
  'rejects in reset': () => ({ reset: async () => boom() }),
  'throws in receive': () => ({ receive: boom }),
  'throws in resume': () => ({ receive: (input) => ({ name: input.name, resume: boom }) }),
  'rejects in resume': () => ({ receive: (input) => ({ name: input.name, resume: async () => boom() }) }),
  'throws in settle': () => ({ settle: boom }),
  'throws in view': () => ({ view: boom }),
  'rejects in view': () => ({ view: async () => boom() }),
  'throws in close': () => ({ close: boom }),
  'throws what is no error': () => ({
    view: () => {
      throw Object.create(null)
    },
  }),
  'says \u001B[31mred\u001B[0m\u001B]0;title\u0007': () => ({
    view: () => {
      throw new Error('\u001B]0;owned\u0007\u001B[2J\r\nHELD everything\u202E')
    },
  }),
  'names an activity otherwise': () => ({ receive: (input) => ({ name: input.name.of('mine'), resume: boom }) }),
  'names two children alike': () => ({
    receive: (input) =>
      native(
        input.name,
        (function* () {
          const child = () => native(input.name.of('child'), (function* (): Generator<never, void> {})())
          yield { kind: 'fork', children: [child(), child()] }
          return { status: 200 }
        })(),
      ),
  }),
  // The second `look` is numbered `look 2`, which is what the third calls itself.
  'names two landmarks alike': () => ({
    receive: (input) =>
      native(
        input.name,
        (function* () {
          for (const landmark of ['look', 'look', 'look 2']) yield { kind: 'step', landmark }
          return { status: 200 }
        })(),
      ),
  }),
  'is no activity': () => ({ receive: () => 'activity' as never }),
  'pauses by nothing': pausing(undefined),
  'pauses by a wink': pausing({ kind: 'wink' }),
  'subscribes for another account at the provider': pausing({
    kind: 'call',
    to: 'provider',
    label: 'create subscription',
    request: {
      operation: 'subscriptions.create',
      params: { customer: 'cus_ada_1', items: [{ price: 'price_pro' }], on_behalf_of: 'acct_1' },
    },
  }),
  'makes a quote at the provider': pausing({
    kind: 'call',
    to: 'provider',
    label: 'create quote',
    request: { operation: 'quotes.create', params: { customer: 'cus_ada_1' } },
  }),
  'sleeps until NaN': pausing({ kind: 'sleep', until: NaN }),
  'calls nobody': pausing({ kind: 'call', to: 'nobody', label: 'ask', request: {} }),
  'calls with a slash': pausing({ kind: 'call', to: 'provider', label: 'a/b', request: { operation: 'x', params: {} } }),
  'asks the provider for nothing': pausing({ kind: 'call', to: 'provider', label: 'ask', request: undefined }),
  'asks the store for nothing': pausing({ kind: 'call', to: 'store', label: 'ask', request: { op: 'drop' } }),
  'answers no status': answering({ status: 'fine' }),
  'answers nothing': answering(undefined),
  'shows no view': showing('view'),
  'shows null': showing(null),
  'shows too little': showing({ customers: [] }),
  'shows rows that are none': showing({ customers: [], subscriptions: [], invoices: {} }),
  'shows NaN': shown({ total: NaN }),
  'shows half a cent': shown({ total: 99.5 }),
  'shows text for money': shown({ total: '100' }),
  'shows more than money': shown({ total: 1e308 }),
  'shows money below zero': shown({ paid: -1 }),
  'shows no moment': shown({ issuedAt: 1e300 }),
  'shows no status': shown({ status: 'odd' }),
  'settles for nothing': () => ({ settle: () => undefined as never }),
  'never resets': () => ({ reset: () => new Promise<void>(() => undefined) }),
  'never resumes': () => ({ receive: (input) => ({ name: input.name, resume: () => new Promise<never>(() => undefined) }) }),
  'never shows': () => ({ view: () => new Promise<never>(() => undefined) }),
  'never boots': () => ({ boot: () => new Promise<void>(() => undefined) }),
  'never closes': () => ({ close: () => new Promise<void>(() => undefined) }),
  'loops in resume': () => ({
    receive: (input) => ({
      name: input.name,
      resume: () => {
        for (;;);
      },
    }),
  }),
  'loops in view': () => ({
    view: () => {
      for (;;);
    },
  }),
  'sleeps in circles': pausing({ kind: 'sleep', until: 0 }),
  'steps in circles': pausing({ kind: 'step', landmark: 'here' }),
  'exits with 0': () => ({ view: () => process.exit(0) }),
  'rejects where nobody listens': () => ({
    view: () => {
      void Promise.reject(new Error('nobody listens'))
      return new Promise<never>(() => undefined)
    },
  }),
  'throws in a timer': () => ({
    view: () => {
      setTimeout(boom)
      return new Promise<never>(() => undefined)
    },
  }),
  'eats memory': () => ({
    view: () => {
      const eaten: unknown[] = []
      for (;;) eaten.push(Array.from({ length: 10_000 }, () => ({})))
    },
  }),
} satisfies Readonly<Record<string, Change>>

/** The mirror, which holds, less one good habit. */
export async function planted(way: Planted): Promise<System> {
  const system = await systemNamed('mirror').create()
  return { ...system, name: 'planted', ...ways[way](system) }
}

/** As a stranger's module has it; which way is asked for stands in the address: `?way=never shows`. */
export const system = (): Promise<System> => planted(new URL(import.meta.url).searchParams.get('way') as Planted)
