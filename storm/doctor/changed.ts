import type { Table } from '#adapters'

/** A table that is not as it was. */
export interface Changed {
  readonly table: string
  readonly before: number
  readonly after: number
  /** Rows that are there and were not, or not so. */
  readonly rows: readonly Table['rows'][number][]
}

/** What differs between two looks into a database. */
export function changedTables(before: readonly Table[], after: readonly Table[]): readonly Changed[] {
  const old = new Map(before.map((table) => [table.name, table]))
  return after.flatMap((table) => {
    const was = old.get(table.name)
    const known = new Set(was?.rows.map(textOf))
    const rows = table.rows.filter((row) => !known.has(textOf(row)))
    const isSame = rows.length === 0 && was?.count === table.count
    return isSame ? [] : [{ table: table.name, before: was?.count ?? 0, after: table.count, rows }]
  })
}

const textOf = (row: object): string => JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))

/** `users: 0 → 3 rows` */
export const changedInWords = (changed: readonly Changed[]): string =>
  changed
    .map(({ table, before, after }) => (before === after ? `${table}: ${after} rows, changed` : `${table}: ${before} → ${after} rows`))
    .join('; ')

/** A query that may show what a section needs, from the ids that stand in the rows. */
export interface Proposal {
  readonly sight: 'customers' | 'subscriptions' | 'invoices'
  readonly lines: readonly string[]
}

const idOf = { subscriptions: /^sub_[A-Za-z0-9]{8,}$/, customers: /^cus_[A-Za-z0-9]{8,}$/, invoices: /^(in|pi)_[A-Za-z0-9]{8,}$/ } as const

/**
 * Proposes queries by what was found in rows that a signup made: who it is by the name that we gave, objects of the provider by
 * the look of their ids, the rest by the names of columns. A guess, and told as one.
 */
export function proposals(changed: readonly Changed[], sights: readonly string[], who: readonly string[]): readonly Proposal[] {
  return (['customers', 'subscriptions', 'invoices'] as const).flatMap((sight) => {
    if (!sights.includes(sight)) return []
    const ranked = changed
      .map(({ table, rows }) => ({ table, columns: columnsFor(sight, rows, who) }))
      .filter(({ columns }) => columns.provider !== undefined || columns.hasName)
      .toSorted((a, b) => scoreOf(b) - scoreOf(a))
    const [best] = ranked
    if (best === undefined) return []
    const { who: person = '?', provider, status, plan, total } = best.columns
    const taken = provider === undefined ? '' : `, provider: take(row['${provider}'])`
    const more =
      sight === 'customers'
        ? ''
        : `, status: statuses[row['${status ?? '?'}']]${sight === 'subscriptions' ? `, plan: plans[row['${plan ?? '?'}']]` : `, total: Number(row['${total ?? '?'}'])`}`
    const id = sight === 'customers' ? '' : `id: String(row['id']), `
    const where = provider === undefined ? '' : ` where ${provider} is not null`
    return [
      {
        sight,
        lines: [
          `  const ${sight} = await query('select * from ${best.table}${where}')`,
          `  ${sight}: ${sight}.map((row) => ({ ${id}who: String(row['${person}'])${taken}${more} })),`,
        ],
      },
    ]
  })
}

interface Columns {
  readonly who: string | undefined
  readonly provider: string | undefined
  readonly status: string | undefined
  readonly plan: string | undefined
  readonly total: string | undefined
  /** The table or a column is called like what is looked for. */
  readonly hasName: boolean
}

const scoreOf = ({ table, columns }: { readonly table: string; readonly columns: Columns }): number =>
  (columns.provider === undefined ? 0 : 4) +
  (columns.who === undefined ? 0 : 2) +
  (columns.status === undefined ? 0 : 1) +
  (columns.hasName ? 1 : 0) -
  (/event|log|audit/.test(table) ? 4 : 0)

function columnsFor(sight: keyof typeof idOf, rows: Changed['rows'], who: readonly string[]): Columns {
  const names = Object.keys(rows[0] ?? {})
  const some = (fits: (value: unknown, name: string) => boolean): string | undefined =>
    names.find((name) => rows.some((row) => fits(row[name], name)))
  return {
    who: some((value) => typeof value === 'string' && who.includes(value)) ?? names.find((name) => /customer|user|account/.test(name)),
    provider: some((value) => typeof value === 'string' && idOf[sight].test(value)),
    status: names.find((name) => /status|state/.test(name)),
    plan: names.find((name) => /plan|price|tier/.test(name)),
    total: names.find((name) => /total|amount/.test(name)),
    hasName: names.some((name) => name.includes(sight.slice(0, -1))),
  }
}
