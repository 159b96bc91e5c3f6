import type { Parts } from '../parts.ts'
import { acknowledgesFirst } from './acknowledges-first.ts'
import { looksThenInserts } from './looks-then-inserts.ts'
import { noLock } from './no-lock.ts'
import { noUniqueIndex } from './no-unique-index.ts'
import { stripeInTransaction } from './stripe-in-transaction.ts'

/** The service as it was before: each makes one mistake that teams have made, and is right in all else. */
export const variants: Readonly<Record<string, Partial<Parts>>> = {
  'no-unique-index': noUniqueIndex,
  'stripe-in-transaction': stripeInTransaction,
  'looks-then-inserts': looksThenInserts,
  'acknowledges-first': acknowledgesFirst,
  'no-lock': noLock,
}
