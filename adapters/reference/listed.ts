import type { Instant } from '#machines'
import type { Burst, ProviderAnswer, ProviderRequest } from '#simulator'
import { patience } from '../patience.ts'
import type { Shop } from './parts.ts'

/** Pages of so many, and no more of them than anybody has in a day. */
const [pageSize, maxPages] = [100, 20]

/** Something that the provider lists, and when it was asked for it. */
export interface Listed<Row> {
  readonly row: Row
  readonly at: Instant
}

/** All that the provider lists of a kind, newest first; undefined when it did not answer each time. */
export function* listed<Row extends { readonly id: string }>(
  shop: Shop,
  label: string,
  operation: string,
): Burst<readonly Listed<Row>[] | undefined> {
  const rows: Listed<Row>[] = []
  for (let page = 0; page < maxPages; page++) {
    const at = shop.now()
    const after = rows.at(-1)?.row.id
    const params = after === undefined ? { limit: pageSize } : { limit: pageSize, starting_after: after }
    const request: ProviderRequest = { operation, params }
    const answer = (yield { kind: 'call', to: 'provider', label, request, patience }) as ProviderAnswer
    if (answer.kind !== 'response' || answer.status !== 200) return undefined
    const { data, has_more: hasMore } = answer.body as { readonly data: readonly Row[]; readonly has_more: boolean }
    for (const row of data) rows.push({ row, at })
    if (!hasMore || data.length === 0) break
  }
  return rows
}
