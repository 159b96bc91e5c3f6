import type { AccountRows, HistoryRow, View } from '#machines'
import type { Parts } from './parts.ts'

/** What the reference shows: the books of all accounts, and beside them what is made only when somebody looks at it. */
export class Shown implements View {
  readonly customers: View['customers']
  readonly subscriptions: View['subscriptions']
  readonly invoices: View['invoices']
  readonly attempts: View['attempts']
  readonly access: View['access']
  readonly ledger: View['ledger']
  readonly notices: View['notices']
  readonly credits: View['credits']
  readonly #accounts: readonly AccountRows[]
  readonly #parts: Parts
  #history: readonly HistoryRow[] | undefined

  constructor(books: View, accounts: readonly AccountRows[], parts: Parts) {
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
  }

  get history(): readonly HistoryRow[] {
    this.#history ??= this.#accounts.flatMap(({ state }) => this.#parts.historyOf(state))
    return this.#history
  }
}
