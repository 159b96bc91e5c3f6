import { wrongMirror } from './mutant.ts'

/** Reconciles against the default listing, which leaves out what was canceled: a lost cancellation is never repaired. */
export const listsWithoutCanceled = wrongMirror(
  { name: 'lists-without-canceled', declares: 'BS003', source: 'stripe/sync-engine-fork#399' },
  { listing: { limit: 100 } },
)
