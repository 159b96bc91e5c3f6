import type { InvoiceRow } from '#machines'
import type { System } from '#simulator'
import { postgres, service } from '#adapters'

/** The books as a system. As a module of its own it is told by its address how: `?mode=index&level=wire`. */
export const books = (mode: string, level: 'events' | 'wire'): System =>
  service({
    name: 'books',
    folder: new URL('../adapters/service/wire/', import.meta.url),
    start: [process.execPath, 'books.fixture.ts'],
    migrate: [process.execPath, 'books.fixture.ts', 'migrate'],
    ready: 'GET /healthz',
    env: ({ store }) => ({ DATABASE_URL: store, MODE: mode }),
    store: postgres(),
    level,
    webhook: 'POST /webhooks',
    listens: ['invoice.paid'],
    authority: 'provider',
    keeps: 'mirror',
    portal: ['subscribe', 'change plan', 'cancel'],
    sights: ['invoices'],
    view: async ({ query, take }) => ({
      invoices: (await query('select * from invoices order by id')).map(({ id, customer, amount, provider }) => ({
        id: String(id),
        who: take(customer).split('_')[1]!,
        provider: take(provider),
        total: Number(amount) as InvoiceRow['total'],
        status: 'paid' as const,
      })),
    }),
  })

export const system = (): System => {
  const { searchParams } = new URL(import.meta.url)
  return books(searchParams.get('mode') ?? 'looks first', searchParams.get('level') === 'events' ? 'events' : 'wire')
}
