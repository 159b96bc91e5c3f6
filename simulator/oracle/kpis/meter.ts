import type { Instant, InvoiceLine, SubscriptionRow, View, Who } from '#machines'
import { deadIn, type Kpis, type Look } from './kpis.ts'

/** A subscription that runs and costs something. */
const isRunning = (look: Look, { status, plan, quantity }: SubscriptionRow): boolean =>
  (status === 'active' || status === 'past due') && look.costOf({ plan, quantity }) > 0

/** Counts while a run goes on: it keeps the look before and a few sums. */
export class KpiMeter {
  #first: Instant | undefined
  #before: Look | undefined
  #rollbacks = 0
  #disagreements = 0
  /** Invoices of changes that were in force before they were paid. */
  readonly #granted = new Set<string>()
  readonly #since = new Map<Who, Instant>()
  readonly #recoveries: number[] = []
  #running = 0
  #covered = 0
  #dead: Set<string> | undefined

  sees(look: Look): void {
    this.#first ??= look.now
    const before = this.#before
    if (before !== undefined) {
      this.#countRollbacks(before, look)
      this.#countCover(before, look)
    }
    this.#countGrants(look)
    if (look.at !== 'commit') for (const who of look.cast) this.#hold(who, look)
    for (const name of deadIn(look.view) ?? []) (this.#dead ??= new Set()).add(name)
    if (deadIn(look.view) !== undefined) this.#dead ??= new Set()
    this.#before = look
  }

  get kpis(): Kpis {
    const last = this.#before
    return {
      watched: last === undefined ? 0 : last.now - this.#first!,
      rollbacks: this.#rollbacks,
      upgradeDebt: last === undefined ? 0 : this.#debtIn(last.view),
      disagreements: this.#disagreements,
      recoveries: this.#recoveries.toSorted((a, b) => a - b),
      running: this.#running,
      covered: this.#covered,
      deadLetters: this.#dead?.size,
    }
  }

  #countRollbacks(before: Look, look: Look): void {
    for (const was of before.view.subscriptions ?? []) {
      const is = look.view.subscriptions?.find(({ id }) => id === was.id)
      if (is === undefined || is.periodStart !== was.periodStart || is.status !== was.status || !isRunning(before, was)) continue
      // At a period's end what was scheduled takes place, before the next one has begun.
      if (was.periodEnd !== undefined && was.periodEnd <= look.now) continue
      if (look.costOf(is) < look.costOf(was) && !moneyWentBack(look, was.id) && !wasWanted(before, look, is)) this.#rollbacks++
    }
  }

  #countGrants(look: Look): void {
    for (const row of look.view.invoices ?? []) {
      if (!isChange(row.reason) || row.status === 'paid' || row.total <= 0 || this.#granted.has(row.id)) continue
      const subscription = look.view.subscriptions?.find(({ id }) => id === row.subscription)
      if (subscription === undefined || !isRunning(look, subscription)) continue
      const isInForce = (line: InvoiceLine): boolean =>
        line.amount >= 0 &&
        line.plan === subscription.plan &&
        line.quantity === subscription.quantity &&
        line.from <= look.now &&
        look.now < line.to
      const isPaidFor = (look.view.invoices ?? []).some(
        (other) => other.status === 'paid' && other.subscription === subscription.id && other.lines.some(isInForce),
      )
      if (!isPaidFor && row.lines.some(isInForce)) this.#granted.add(row.id)
    }
  }

  #debtIn({ invoices }: View): number {
    let debt = 0
    for (const { id, status, total, paid } of invoices ?? []) if (status !== 'paid' && this.#granted.has(id)) debt += total - paid
    return debt
  }

  #hold(who: Who, look: Look): void {
    const since = this.#since.get(who)
    if (cashOf(look.view, who) === movedFor(look, who)) {
      if (since === undefined) return
      this.#since.delete(who)
      this.#recoveries.push(look.now - since)
    } else if (since === undefined) {
      this.#since.set(who, look.now)
      this.#disagreements++
    }
  }

  /** From one look to the next nothing changed; what was invoiced by either of them counts. */
  #countCover(before: Look, look: Look): void {
    for (const row of before.view.subscriptions ?? []) {
      if (!isRunning(before, row)) continue
      const from = before.now
      const next = look.view.subscriptions?.find(({ id }) => id === row.id)
      // What is over by the next look ended with its period, if that lies between.
      const ended = next === undefined || !isRunning(look, next) ? row.periodEnd : undefined
      const to = ended !== undefined && ended > from && ended < look.now ? ended : look.now
      this.#running += to - from
      const spans = [...linesOf(before.view, row.id), ...linesOf(look.view, row.id)].toSorted((a, b) => a.from - b.from)
      let reached: number = from
      for (const span of spans) {
        const [start, end] = [Math.max(span.from, reached), Math.min(span.to, to)]
        if (end <= start) continue
        this.#covered += end - start
        reached = end
      }
    }
  }
}

const linesOf = (view: View, subscription: string) =>
  (view.invoices ?? [])
    .filter((row) => row.subscription === subscription && row.status !== 'void')
    .flatMap(({ lines }) => lines.filter(({ amount }) => amount >= 0))

function cashOf({ ledger }: View, who: Who): number {
  let sum = 0
  for (const row of ledger ?? []) if (row.who === who && row.account === 'cash') sum += row.amount
  return sum
}

function movedFor({ balance }: Look, who: Who): number {
  let sum = 0
  for (const row of balance) if (row.owner === who) sum += row.amount
  return sum
}

/** Somebody asked for less at once, and got a credit note of it just now. */
const wasWanted = (before: Look, { view }: Look, row: SubscriptionRow): boolean =>
  (view.credits ?? []).some(
    ({ id, item, level }) =>
      item === row.id &&
      level?.plan === row.plan &&
      level.quantity === row.quantity &&
      before.view.credits?.some((known) => known.id === id) !== true,
  )

const moneyWentBack = ({ charges, refunds, disputes }: Look, item: string): boolean =>
  [...refunds, ...disputes.filter(({ status }) => status === 'lost')].some((back) =>
    charges.some(({ id, metadata }) => id === back.charge && metadata['item'] === item && isChange(metadata['reason'])),
  )

const isChange = (reason: string | undefined): boolean => reason === 'upgrade' || reason === 'quantity'
