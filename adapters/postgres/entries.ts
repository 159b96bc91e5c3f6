import type { SystemEntry } from '#simulator'
import { billing, isInstalled } from './index.ts'

/** What the service was before, each with one mistake, which `package/src/variants` has under that name. */
interface Before {
  readonly variant: string
  /** The code of the invariant that must catch it. */
  readonly declares: `BS${string}`
  /** A public thread about the same mistake. */
  readonly source: string
}

const befores: readonly Before[] = [
  { variant: 'no-unique-index', declares: 'BS002', source: 'Couchers-org/couchers#1664' },
  { variant: 'stripe-in-transaction', declares: 'BS003', source: 'unkeyed/unkey#5991' },
  { variant: 'acknowledges-first', declares: 'BS003', source: 'firezone/firezone#9869' },
  { variant: 'looks-then-inserts', declares: 'BS001', source: 'pay-rails/pay#371' },
  { variant: 'no-lock', declares: 'BS003', source: 'killbill/killbill#338' },
]

/** The service, and what it was before. */
export const postgresSystems: readonly SystemEntry[] = [
  { name: 'postgres', kind: 'service', create: () => billing(), installed: () => isInstalled() },
  ...befores.map(({ variant, declares, source }): SystemEntry => {
    const name = `postgres:${variant}`
    return { name, kind: 'service', declares, source, create: () => billing({ name, variant }), installed: () => isInstalled() }
  }),
]
