import { firstStorm, type Shop } from '#adapters'
import type { System } from '#simulator'

/** One way in which a webhook handler of real code may misbehave. */
export type PlantedHandler = keyof typeof ways

type Way = (shop: Shop, event: { readonly customer: string }) => unknown

const boom = (): never => {
  throw new TypeError('boom')
}
const never = (): Promise<never> => new Promise(() => undefined)
const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

const ways = {
  throws: boom,
  'forgets a promise': () => void Promise.reject(new TypeError('nobody waits for it')),
  'forgets a promise after a while': () => void wait(5).then(boom),
  'throws in a tick': () => process.nextTick(boom),
  'throws in a timer': async () => {
    setTimeout(boom, 10)
    await wait(1_000)
  },
  'throws in a timer after its answer': () => void setTimeout(boom, 10),
  'throws in an immediate': () => void setImmediate(boom),
  'books nothing': () => undefined,
  'never answers': never,
  loops: () => {
    for (;;);
  },
  'exits with 0': () => process.exit(0),
  'answers no status': () => ({ status: 'fine' }),
  'subscribes for another account': ({ stripe }, { customer }) =>
    stripe.subscriptions.create({ customer, items: [{ price: 'price_pro' }], on_behalf_of: 'acct_1' }).catch(() => undefined),
  'makes a quote': ({ stripe }) => stripe.quotes.create({ customer: 'cus_ada_1' }).catch(() => undefined),
  'asks in a strange way': ({ stripe }) => stripe.rawRequest('PUT', '/v1/customers/cus_1', {}).catch(() => undefined),
} satisfies Readonly<Record<string, Way>>

const way = (): Way => ways[new URL(import.meta.url).searchParams.get('way') as PlantedHandler] as Way

/** As a handler's module has it. */
export const schema = 'create table invoices (id text, customer text, amount integer)'
export const handler =
  (shop: Shop) =>
  async (request: Request): Promise<Response> => {
    const { data } = (await request.json()) as { readonly data: { readonly object: { readonly customer: string } } }
    const reply = await way()(shop, data.object)
    return (reply ?? new Response('fine')) as Response
  }

/** As a stranger's module has it, which fits the handler above. */
export const system = (): System => firstStorm('planted', new URL(import.meta.url))
