import type { Burst, CommitAnswer, Delivery, ProviderAnswer, StoredRow, StoreRequest } from '#simulator'
import type { Shop, Subject } from './parts.ts'
import type { Copy } from './project.ts'
import { patience } from '../patience.ts'

/** All copies lie in one partition: whose they are is known only after reading. */
const owner = 'mirror'
const maxRaces = 12

/** @returns undefined when no usable answer came */
export function* ask(
  label: string,
  operation: string,
  id: string | undefined,
  params: Readonly<Record<string, unknown>>,
): Burst<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> } | undefined> {
  const answer = (yield { kind: 'call', to: 'provider', label, request: { operation, id, params }, patience }) as ProviderAnswer
  if (answer.kind !== 'response' || answer.status >= 500 || answer.status === 429) return undefined
  return { status: answer.status, body: answer.body as Readonly<Record<string, unknown>> }
}

export function* copyOf(table: Subject['table'], id: string): Burst<StoredRow<Copy> | undefined> {
  const request: StoreRequest = { op: 'read', table, owner, key: id }
  return (yield { kind: 'call', to: 'store', label: `read ${table}`, request }) as StoredRow<Copy> | undefined
}

export function* keep(table: Subject['table'], copy: Copy, version: number | 'absent' | undefined): Burst<CommitAnswer> {
  const request: StoreRequest = { op: 'commit', writes: [{ table, owner, key: copy.id, row: copy, if: version }] }
  return (yield { kind: 'call', to: 'store', label: `write ${table}`, request }) as CommitAnswer
}

/**
 * Reads the object anew, behind a fence: our row is read first and written only if it is still the same, so that what
 * lands was read after whatever it replaces. Whoever loses reads once more.
 */
export function* refresh(shop: Shop, subject: Subject, _delivery: Delivery | undefined): Burst<boolean> {
  const { table, id } = subject
  for (let race = 0; race < maxRaces; race++) {
    const before = yield* copyOf(table, id)
    const read = yield* ask(`read provider ${table}`, `${table}.retrieve`, id, {})
    if (read === undefined) return false
    if (read.status === 404 || read.body['deleted'] === true) return true
    const copy = shop.parts.project(table, read.body)
    if (copy.is !== 'customer' && (yield* copyOf('customers', copy.customer)) === undefined) {
      const known = yield* refresh(shop, { table: 'customers', id: copy.customer }, undefined)
      if (!known) return false
    }
    // Written even when nothing differs: a slow read of an older state must find that somebody has read since.
    const kept = yield* keep(table, copy, before?.version ?? 'absent')
    if (kept.kind === 'committed') return true
  }
  return false
}
