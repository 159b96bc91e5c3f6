import type {
  AccountRows,
  AuditRow,
  DeadLetterRow,
  HistoryRow,
  Instant,
  Standing,
  StandingRow,
  TrailRow,
  View,
  viewOf,
  Who,
} from '#machines'
import type { StoredTable } from '#simulator'
import type { Parts } from './parts.ts'
import type { AccountRow, FactRow } from './tables.ts'

type Books = ReturnType<typeof viewOf>

/** What is shown, as it is stored at one moment; tables never change once they are read. */
export type Tables = Readonly<Record<'facts' | 'account' | 'standing' | 'letters' | 'audit', StoredTable>>

/** A sight that is made when somebody looks at it, and then kept. */
interface Made<Row> {
  rows: readonly Row[] | undefined
}

/** What the reference shows: the books of all accounts, and beside them what is made only when somebody looks at it. */
export class Shown implements View {
  readonly customers: Books['customers']
  readonly subscriptions: Books['subscriptions']
  readonly invoices: Books['invoices']
  readonly attempts: Books['attempts']
  readonly access: Books['access']
  readonly ledger: Books['ledger']
  readonly notices: Books['notices']
  readonly credits: Books['credits']
  readonly #accounts: readonly AccountRows[]
  readonly #tables: Tables
  readonly #parts: Parts
  readonly #history: Made<HistoryRow>
  readonly #standing: Made<StandingRow>
  readonly #trail: Made<TrailRow>
  readonly #letters: Made<DeadLetterRow>
  readonly #audit: Made<AuditRow>

  /**
   * @param before the latest view before: what is made of the same rows is made once
   */
  constructor(books: Books, accounts: readonly AccountRows[], parts: Parts, tables: Tables, before: Shown | undefined) {
    this.customers = books.customers
    this.subscriptions = books.subscriptions
    this.invoices = books.invoices
    this.attempts = books.attempts
    this.access = books.access
    this.ledger = books.ledger
    this.notices = books.notices
    this.credits = books.credits
    this.#accounts = accounts
    this.#tables = tables
    this.#parts = parts
    const known = before === undefined ? undefined : before.#tables
    this.#history = before !== undefined && before.#accounts === accounts ? before.#history : { rows: undefined }
    this.#standing = known?.standing === tables.standing && known.account === tables.account ? before!.#standing : { rows: undefined }
    this.#trail = known?.facts === tables.facts ? before!.#trail : { rows: undefined }
    this.#letters = known?.letters === tables.letters ? before!.#letters : { rows: undefined }
    this.#audit = known?.audit === tables.audit ? before!.#audit : { rows: undefined }
  }

  get history(): readonly HistoryRow[] {
    return (this.#history.rows ??= this.#accounts.flatMap(({ state }) => this.#parts.historyOf(state)))
  }

  get standing(): readonly StandingRow[] {
    const { standing, account } = this.#tables
    const wakesAt = (who: Who): Instant => (account.rows[account.owners.indexOf(who)]![0]!.row as AccountRow).wakeAt
    return (this.#standing.rows ??= standing.owners.flatMap((who, place) =>
      standing.rows[place]!.map(({ row }) => ({ ...(row as Standing), who, goodUntil: wakesAt(who) })),
    ))
  }

  get trail(): readonly TrailRow[] {
    return (this.#trail.rows ??= this.#tables.facts.rows.flatMap((rows) => rows.map(({ row }) => trailRow(row as FactRow))))
  }

  get 'dead letters'(): readonly DeadLetterRow[] {
    return (this.#letters.rows ??= this.#tables.letters.rows.flatMap((rows) => rows.map(({ row }) => row as DeadLetterRow)))
  }

  get audit(): readonly AuditRow[] {
    return (this.#audit.rows ??= this.#tables.audit.rows.flatMap((rows) => rows.map(({ row }) => row as AuditRow)))
  }
}
const trailRow = (fact: FactRow): TrailRow => ({
  who: fact.who,
  id: fact.id,
  what: fact.kind === 'decided' ? `decided: ${fact.effect.kind}` : fact.kind,
  at: fact.recordedAt,
  by: fact.by,
  payment: 'payment' in fact ? fact.payment : fact.kind === 'payment read' && 'payment' in fact.found ? fact.found.payment : undefined,
})
