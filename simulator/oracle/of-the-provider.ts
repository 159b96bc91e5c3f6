import type { Invariant } from './scene.ts'

/** For what compares rows with the provider's own subscriptions and invoices: where the cycle is the system's, it has none. */
export const ofTheProvider: NonNullable<Invariant['notFor']> = ({ authority }) =>
  authority === 'ours' ? 'its provider keeps no subscriptions or invoices' : undefined
