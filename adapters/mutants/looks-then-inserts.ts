import type { Burst, StoreRequest, StoredRow } from '#simulator'
import type { Shop, Subject } from '../mirror/parts.ts'
import type { Copy } from '../mirror/project.ts'
import { ask } from '../mirror/refresh.ts'
import { wrongMirror } from './mutant.ts'

/** Looks for a row of that object and inserts one if there is none, with nothing that keeps two lookers apart. */
function* refresh(shop: Shop, { table, id }: Subject): Burst<boolean> {
  const list: StoreRequest = { op: 'list', table, owner: 'mirror' }
  const rows = (yield { kind: 'call', to: 'store', label: `read ${table}`, request: list }) as readonly StoredRow<Copy>[]
  const known = rows.filter((stored) => stored.row.id === id)
  const read = yield* ask(`read provider ${table}`, `${table}.retrieve`, id, {})
  if (read === undefined) return false
  if (read.status === 404) return true
  const copy = shop.parts.project(table, read.body)
  const keys = known.length > 0 ? known.map((stored) => stored.key) : [`row of ${id}, ${shop.world().now()}`]
  const writes = keys.map((key) => ({ table, owner: 'mirror', key, row: copy }))
  yield { kind: 'call', to: 'store', label: `write ${table}`, request: { op: 'commit', writes } satisfies StoreRequest }
  return true
}

export const looksThenInserts = wrongMirror({ name: 'looks-then-inserts', declares: 'BS001', source: 'pay-rails/pay#371' }, { refresh })
