import type { Burst, Delivery, StoredRow, World } from '#simulator'
import { project, type Copy } from './project.ts'
import { refresh } from './refresh.ts'

export interface Shop {
  readonly parts: Parts
  readonly world: () => World
}

/** Which object of the provider an event asks to look at again. */
export interface Subject {
  readonly table: 'customers' | 'subscriptions' | 'invoices'
  readonly id: string
}

/** What the mirror is assembled from; a system that gets one of these wrong differs in that part alone. */
export interface Parts {
  /** What an event makes us look at. Its payload is a hint, never state. */
  readonly subjectOf: (delivery: Delivery) => Subject | undefined
  /** Brings the copy of one object up to date. False: it could not. */
  readonly refresh: (shop: Shop, subject: Subject, delivery: Delivery | undefined) => Burst<boolean>
  /** What is kept of an object that was read. */
  readonly project: (table: Subject['table'], object: Readonly<Record<string, unknown>>) => Copy
  /** Whether a copy differs from the object as the provider lists it. */
  readonly differs: (stored: StoredRow<Copy> | undefined, listed: Copy) => boolean
  /** Parameters of the listing that reconciles. The default listing leaves out what was canceled. @source SN */
  readonly listing: Readonly<Record<string, unknown>>
  readonly acknowledge: (handled: boolean) => number
}

export const mirrorParts: Parts = {
  subjectOf({ event }) {
    const id = String(event.object['id'])
    if (event.type.startsWith('customer.subscription.')) return { table: 'subscriptions', id }
    if (event.type.startsWith('customer.')) return { table: 'customers', id }
    return event.type.startsWith('invoice.') ? { table: 'invoices', id } : undefined
  },
  refresh,
  project,
  differs: (stored, listed) => JSON.stringify(stored?.row) !== JSON.stringify(listed),
  listing: { status: 'all', limit: 100 },
  acknowledge: (handled) => (handled ? 200 : 503),
}
