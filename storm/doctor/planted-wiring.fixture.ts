import { service, type ServiceOptions, type ServiceSystem } from '#adapters'
import { shop } from '../planted-service.fixture.ts'

/** One way in which somebody who writes such a file may go wrong. */
export type Miswired = keyof typeof ways

type Way = (right: ServiceOptions) => Partial<ServiceOptions>

/** More of its environment. */
const env =
  (more: Readonly<Record<string, string>>): Way =>
  (right) => ({ env: (given) => ({ ...right.env(given), ...more }) })
/** As the shop makes its mistakes itself. */
const mistake = (name: string): Way => env({ MISTAKE: name })

const ways = {
  well: () => ({}),
  'wrong port': (right) => ({ ...env({ PORT: '8080' })(right), readyWithinMs: 4_000 }),
  'provider elsewhere': mistake('asks elsewhere'),
  'wrong secret': env({ STRIPE_WEBHOOK_SECRET: 'whsec_of_another_endpoint' }),
  'no secret': mistake('trusts anybody'),
  'wrong route': () => ({ webhook: 'POST /stripe' }),
  'view without rows': (right) => ({
    sights: ['customers', 'invoices'],
    view: async (see) => ({ ...(await right.view(see)), customers: [], invoices: [] }),
  }),
  'view of no table': () => ({
    view: async ({ query }) => ({ customers: (await query('select * from clients')) as never[], invoices: [] }),
  }),
  'view of strangers': (right) => ({
    view: async (see) => {
      const { customers = [], ...rest } = await right.view(see)
      return { ...rest, customers: customers.map((row) => ({ ...row, who: `user_${row.who}` })) }
    },
  }),
  'no migration': (right) => {
    const { migrate: _, ...rest } = right
    return { ...rest, migrate: ['true'] as const }
  },
  'broken migration': () => ({ migrate: 'echo no such file: schema.sql >&2; exit 3' }),
  'reset leaks': mistake('remembers'),
  'chance of its own': mistake('chance'),
  'time of the database': mistake('database time'),
  'live key': env({ STRIPE_SECRET_KEY: ['sk', 'live', '51Nothing4242'].join('_') }),
  'view that loops': () => ({
    view: () => {
      for (;;);
    },
  }),
} satisfies Readonly<Record<string, Way>>

export const miswired = (way: Miswired): ServiceSystem => {
  const right = (shop() as ServiceSystem).wiring
  return service({ ...right, ...ways[way](right) })
}

/** As somebody's file has it; which way is asked for stands in the address. */
export const system = (): ServiceSystem => miswired(new URL(import.meta.url).searchParams.get('way') as Miswired)
