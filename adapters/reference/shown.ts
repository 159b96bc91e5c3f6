import type { AccountRows, AuditRow, DeadLetterRow, HistoryRow, Standing, StandingRow, TrailRow, View, viewOf } from '#machines'
import type { StoredRow, World } from '#simulator'
import type { Parts } from './parts.ts'
import type { AccountRow, FactRow } from './tables.ts'

type Rows = readonly StoredRow[]
type Books = ReturnType<typeof viewOf>

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
  readonly #parts: Parts
  readonly #world: World
  readonly #letters: readonly Rows[]
  readonly #audit: readonly Rows[]
  #history: readonly HistoryRow[] | undefined

  /** @param kept rows of this moment, by owner; standing and trail are looked up when asked for, as only a run's end does */
  constructor(
    books: Books,
    accounts: readonly AccountRows[],
    parts: Parts,
    world: World,
    kept: { readonly letters: readonly Rows[]; readonly audit: readonly Rows[] },
  ) {
    this.customers = books.customers
    this.subscriptions = books.subscriptions
    this.invoices = books.invoices
    this.attempts = books.attempts
    this.access = books.access
    this.ledger = books.ledger
    this.notices = books.notices
    this.credits = books.credits
    this.#accounts = accounts
    this.#parts = parts
    this.#world = world
    this.#letters = kept.letters
    this.#audit = kept.audit
  }

  get history(): readonly HistoryRow[] {
    this.#history ??= this.#accounts.flatMap(({ state }) => this.#parts.historyOf(state))
    return this.#history
  }

  get standing(): readonly StandingRow[] {
    const world = this.#world
    return world.owners('standing').flatMap((who) =>
      world.list('standing', who).map(({ row }) => {
        const [account] = world.list('account', who)
        return { ...(row as Standing), who, goodUntil: (account!.row as AccountRow).wakeAt }
      }),
    )
  }

  get trail(): readonly TrailRow[] {
    const world = this.#world
    return world.owners('facts').flatMap((who) => world.list('facts', who).map(({ row }) => trailRow(row as FactRow)))
  }

  get 'dead letters'(): readonly DeadLetterRow[] {
    return this.#letters.flatMap((rows) => rows.map(({ row }) => row as DeadLetterRow))
  }

  get audit(): readonly AuditRow[] {
    return this.#audit.flatMap((rows) => rows.map(({ row }) => row as AuditRow))
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
