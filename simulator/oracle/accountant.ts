import type { Instant, Interval, InvoiceRow, PlanKey, Who, Zone } from '#machines'
import { chargeUnitOf, days } from '#machines'
import { boundaryAfter, midnightAfter } from './boundaries.ts'
import { paysFor } from './captured.ts'
import { settledFor } from './cover.ts'
import { cameByBankAt } from './out-of-band.ts'
import { plus, rational, rounded, zero, type Rational } from './rational.ts'
import type { Scene } from './scene.ts'
import { costOf, isBinding, isCycle } from './standing.ts'

/** So much of a plan. */
export interface Level {
  readonly plan: PlanKey
  readonly quantity: number
}

/** One line of the accountant's book: what an invoice should come to, worked out without looking at its amount. */
export interface Reckoned {
  readonly invoice: InvoiceRow
  readonly period: number
  readonly from: Instant
  readonly to: Instant
  /** What is bought, and what was in force before, where the invoice is for a step up. */
  readonly level: Level
  readonly onTopOf: readonly Level[]
  /** Whole minor units; the second where it is uncertain which of two steps came first. */
  readonly owed: readonly number[]
  readonly isProrated: boolean
}

/** A step down in the middle of a period, and what the rest of the old level is worth more than the new one's. */
export interface SteppedDown {
  readonly from: Instant
  readonly level: Level
  /** Whole minor units; the second where it is uncertain what was in force just before. */
  readonly owed: readonly number[]
  /** What the notes of it give, and how many they are. */
  readonly given: number
  readonly notes: number
}

/** The end of one day of a subscription. */
export interface DayEnd {
  readonly item: string
  /** Its last moment. */
  readonly at: Instant
  /** What the service of the running period was worth until now, in whole minor units. */
  readonly worth: number
  /** What may be used, as far as money says so. */
  readonly uses: Level | undefined
}

export interface Account {
  readonly item: string
  readonly who: Who
  readonly anchor: Instant
  readonly interval: Interval
  /** It was paused then. */
  readonly pausedAt: Instant | undefined
  /** What was in force before the pause that it resumes from. */
  readonly before: Level | undefined
  readonly reckoned: readonly Reckoned[]
  readonly steppedDown: readonly SteppedDown[]
  /** In force after everything that was paid, by period. */
  readonly levelAt: (instant: Instant) => Level | undefined
}

/** Something that grows by the second from an instant on, to its whole `price` over `length` seconds. */
interface Layer {
  readonly from: Instant
  readonly price: number
  readonly length: number
  worth: Rational
}

/** A level that is in force from an instant on. */
interface Move {
  readonly at: Instant
  readonly level: Level
  readonly step: InvoiceRow | undefined
}

/** What one invoice comes to: the new price's part, less the old price's as far as it was collected. */
interface Bill {
  readonly owes: Layer
  readonly less: Layer | undefined
  /** The money that came for the period and stayed, when some of it went back. */
  readonly collected: readonly Layer[] | undefined
}

/**
 * A second, naive model of what is owed: it walks day by day through every period, cuts a day where something changed,
 * and adds up the pieces. A piece owes price × its seconds / the period's seconds, exactly; a line is rounded once, to
 * what can be charged.
 * Of the view it takes who was invoiced for which plan from when; amounts, ends and levels it works out itself.
 * @param eachDay told of the end of each day that is over, in order; what a day was worth is reckoned only for who asks
 */
export function accounts(scene: Scene, eachDay?: (day: DayEnd) => void): readonly Account[] {
  const items = new Map<string, InvoiceRow[]>()
  for (const invoice of scene.view.invoices ?? []) {
    const item = invoice.subscription ?? invoice.lines[0]?.item
    if (item === undefined || !isBinding(invoice) || positive(invoice) === undefined) continue
    const known = items.get(item)
    if (known === undefined) items.set(item, [invoice])
    else known.push(invoice)
  }
  const found: Account[] = []
  for (const [item, invoices] of items) {
    let before: Level | undefined
    for (const stretch of stretchesOf(invoices)) {
      const account = accountOf(scene, item, stretch, before, eachDay)
      if (account === undefined) continue
      found.push(account)
      if (account.pausedAt !== undefined) before = account.levelAt((account.pausedAt - 1) as Instant)
    }
  }
  return found
}

/** What is resumed begins anew: its periods are counted from there. */
function stretchesOf(invoices: readonly InvoiceRow[]): readonly (readonly InvoiceRow[])[] {
  const begins = invoices
    .filter(({ reason }) => reason === 'resume')
    .map((invoice) => positive(invoice)!.from)
    .toSorted((a, b) => a - b)
  const stretches = Array.from({ length: begins.length + 1 }, (): InvoiceRow[] => [])
  for (const invoice of invoices) stretches[begins.filter((begin) => begin <= positive(invoice)!.from).length]!.push(invoice)
  return stretches
}

/** The line that says what is bought, be it for nothing; a credit for what it replaces may stand beside it. */
export const positive = (invoice: InvoiceRow): InvoiceRow['lines'][number] | undefined =>
  invoice.lines.find((line) => line.amount > 0) ?? invoice.lines.find((line) => line.amount === 0)

const secondOf = (instant: Instant): number => Math.floor(instant / 1_000)

function accountOf(
  scene: Scene,
  item: string,
  invoices: readonly InvoiceRow[],
  before: Level | undefined,
  eachDay: ((day: DayEnd) => void) | undefined,
): Account | undefined {
  const sorted = [...invoices].sort((a, b) => positive(a)!.from - positive(b)!.from || (a.id < b.id ? -1 : 1))
  const cycles = sorted.filter((invoice) => isCycle(invoice.reason))
  const first = cycles[0] === undefined ? undefined : positive(cycles[0])
  const interval = scene.policy.plans.find((plan) => plan.key === first?.plan)?.interval
  if (first === undefined || interval === undefined) return undefined
  const anchor = first.from
  const { zone } = scene.policy
  const unit = chargeUnitOf(scene.policy)
  const { charges } = scene.truth
  const paidAt = (invoice: InvoiceRow): Instant | undefined =>
    invoice.status === 'paid' && invoice.total <= (invoice.credited ?? 0)
      ? invoice.issuedAt
      : (charges.find((charge) => charge.outcome === 'succeeded' && paysFor(charge, invoice))?.at ?? cameByBankAt(scene, invoice))
  // Of two that were paid in one instant the books say which came first.
  const placeOf = (invoice: InvoiceRow): number => charges.findIndex((charge) => charge.outcome === 'succeeded' && paysFor(charge, invoice))
  const downs = (scene.view.credits ?? []).filter((note) => note.level !== undefined && sorted.some(({ id }) => id === note.invoice))
  const steps = sorted.filter((invoice) => !isCycle(invoice.reason)).toSorted((a, b) => placeOf(a) - placeOf(b))
  // A step up counts when it was paid, one down when somebody wanted it at once; at one instant the books' order stands.
  const moves: readonly Move[] = [
    ...steps.flatMap((step) => {
      const at = paidAt(step)
      return at === undefined ? [] : [{ at, level: positive(step)!, step }]
    }),
    ...downs.map(({ from, level }) => ({ at: from, level: level!, step: undefined })),
  ].toSorted((a, b) => a.at - b.at)
  const isKept = (invoice: InvoiceRow): boolean => settledFor(scene, invoice) > 0

  const pausedAt = (scene.view.credits ?? []).find((note) => note.level === undefined && cycles.some(({ id }) => id === note.invoice))?.from
  const baseOf = (instant: Instant): InvoiceRow | undefined =>
    pausedAt !== undefined && instant > pausedAt
      ? undefined
      : cycles.findLast((invoice) => positive(invoice)!.from <= instant && instant < positive(invoice)!.to)
  const levelAt = (instant: Instant, without: readonly InvoiceRow[] = []): Level | undefined => {
    const base = baseOf(instant)
    if (base === undefined) return undefined
    let level: Level = positive(base)!
    let since = positive(base)!.from
    for (const move of moves) {
      const { step } = move
      if (step !== undefined && (without.includes(step) || positive(step)!.from < positive(base)!.from)) continue
      if (move.at > instant || move.at < since) continue
      level = move.level
      since = move.at
    }
    return { plan: level.plan, quantity: level.quantity }
  }

  const steppedDown = (): readonly SteppedDown[] => {
    const froms = [...new Set(downs.map(({ from }) => from))]
    return froms.flatMap((from) => {
      const notes = downs.filter((note) => note.from === from)
      const base = baseOf(from)
      const { level, to } = notes[0]!
      if (base === undefined || level === undefined) return []
      const { from: start } = positive(base)!
      // At one instant nobody outside can say which of two came first.
      const paidThen = steps.filter((step) => paidAt(step) === from).map((step): Level => positive(step)!)
      const before = [levelAt((from - 1) as Instant) ?? positive(base)!, ...paidThen]
      const part = ({ plan, quantity }: Level): number => {
        const seconds = rational(costOf(scene.policy, plan, quantity) * (secondOf(to) - secondOf(from)), secondOf(to) - secondOf(start))
        return rounded(seconds, unit)
      }
      const owed = before.map((each) => Math.max(0, part(each) - part(level)))
      return [{ from, level, owed, given: notes.reduce((sum, note) => sum + note.amount, 0), notes: notes.length }]
    })
  }

  const reckoned: Reckoned[] = []
  for (let period = 0; ; period++) {
    const start = boundaryAfter(anchor, interval, period, zone)
    const end = boundaryAfter(anchor, interval, period + 1, zone)
    if (start > scene.now || (pausedAt !== undefined && start >= pausedAt)) break
    const length = secondOf(end) - secondOf(start)
    const layers: Layer[] = []
    const counted: Layer[] = []
    const grow = (from: Instant, price: number, over = length): Layer => {
      const layer = { from, price, length: over, worth: zero }
      layers.push(layer)
      return layer
    }
    const inside = sorted.filter((invoice) => positive(invoice)!.from >= start && positive(invoice)!.from < end)
    const entries = inside.map((invoice): (() => Reckoned) => {
      const line = positive(invoice)!
      const { from } = line
      const isStep = !isCycle(invoice.reason)
      const cost = costOf(scene.policy, line.plan, line.quantity)
      const onTopOf = isStep ? levelsBefore(invoice, steps, paidAt, levelAt) : []
      const saved = onTopOf.map((level) => costOf(scene.policy, level.plan, level.quantity))
      const leftOver = isStep
        ? paidBefore(
            inside.filter((each) => each !== invoice),
            paidAt,
            from,
          ).flatMap((paid) => keptThen(scene, from, paid))
        : [undefined]
      const bills: Bill[] = (isStep ? saved : [undefined]).flatMap((price) =>
        leftOver.map((kept) => ({
          owes: grow(from, cost),
          less: price === undefined ? undefined : grow(from, price),
          collected: kept?.map((each) => grow(from, each.amount, each.length)),
        })),
      )
      counted.push(grow(from, cost - (saved[0] ?? 0)))
      return () => ({
        invoice,
        period,
        from,
        to: end,
        level: { plan: line.plan, quantity: line.quantity },
        onTopOf,
        owed: bills.map((bill) => comesTo(bill, unit)),
        isProrated: isStep,
      })
    })
    walk(zone, start, end, layers, (until) => {
      if (eachDay === undefined || until > scene.now) return
      const base = baseOf((until - 1) as Instant)
      const worth = counted.reduce((sum, layer) => plus(sum, layer.worth), zero)
      const uses = base !== undefined && isKept(base) ? levelAt((until - 1) as Instant) : undefined
      eachDay({ item, at: (until - 1) as Instant, worth: rounded(worth), uses })
    })
    for (const entry of entries) reckoned.push(entry())
  }
  return { item, who: sorted[0]!.who, anchor, interval, pausedAt, before, reckoned, steppedDown: steppedDown(), levelAt }
}

/** What was in force when a step was offered; two levels when another step was being paid just then. */
function levelsBefore(
  step: InvoiceRow,
  steps: readonly InvoiceRow[],
  paidAt: (invoice: InvoiceRow) => Instant | undefined,
  levelAt: (instant: Instant, without?: readonly InvoiceRow[]) => Level | undefined,
): readonly Level[] {
  const from = positive(step)!.from
  // Of steps at one instant nobody outside can say which came first.
  const atOnce = steps.filter((each) => each === step || positive(each)!.from === from || paidAt(each) === from)
  const found = [levelAt(from, atOnce), levelAt(from, [step])]
  for (const other of steps) {
    const at = paidAt(other)
    if (other === step || at === undefined || positive(other)!.from > from) continue
    found.push(levelAt(from, [step, other]))
    if (at > from) found.push(positive(other))
  }
  const levels = found.filter((level) => level !== undefined)
  return levels.filter((level, place) => levels.findIndex((each) => each.plan === level.plan && each.quantity === level.quantity) === place)
}

function comesTo({ owes, less, collected }: Bill, unit: number): number {
  if (less === undefined) return rounded(owes.worth, unit)
  const credit = Math.min(
    rounded(less.worth, unit),
    collected === undefined ? Infinity : collected.reduce((sum, layer) => sum + rounded(layer.worth, unit), 0),
  )
  return Math.max(0, rounded(owes.worth, unit) - credit)
}

/** What was paid before an instant; of what was paid in that very instant, any part may have come first. */
function paidBefore(
  invoices: readonly InvoiceRow[],
  paidAt: (invoice: InvoiceRow) => Instant | undefined,
  instant: Instant,
): readonly (readonly InvoiceRow[])[] {
  const before = invoices.filter((each) => (paidAt(each) ?? Infinity) < instant)
  let ways: readonly (readonly InvoiceRow[])[] = [before]
  for (const each of invoices) if (paidAt(each) === instant) ways = ways.flatMap((way) => [[...way, each], way])
  return ways
}

/**
 * What had been paid for a period and not gone back at an instant, invoice by invoice; undefined while nothing had. Both
 * ways where money went back shortly before: the system may not have known it yet.
 */
function keptThen(
  scene: Scene,
  at: Instant,
  paid: readonly InvoiceRow[],
): readonly (readonly { readonly amount: number; readonly length: number }[] | undefined)[] {
  const { charges, refunds } = scene.truth
  const back = refunds.filter(
    (refund) =>
      refund.status === 'succeeded' &&
      refund.at <= at &&
      charges.some((charge) => charge.id === refund.charge && paid.some((each) => paysFor(charge, each))),
  )
  if (back.length === 0) return [undefined]
  const left = paid.map((invoice) => {
    const { from, to } = positive(invoice)!
    return { amount: settledFor(scene, invoice, back), length: secondOf(to) - secondOf(from) }
  })
  return back.some((refund) => refund.at + days(1) >= at) ? [left, undefined] : [left]
}

/** Goes through a period day by day; each layer grows by its pieces. */
function walk(zone: Zone, start: Instant, end: Instant, layers: readonly Layer[], ends: (until: Instant) => void): void {
  const cuts = layers.map((layer) => layer.from)
  for (let at = start; at < end;) {
    const dayEnd = midnightAfter(at, zone)
    let next = dayEnd < end ? dayEnd : end
    for (const cut of cuts) if (cut > at && cut < next) next = cut
    for (const layer of layers)
      if (layer.from <= at) layer.worth = plus(layer.worth, rational(layer.price * (secondOf(next) - secondOf(at)), layer.length))
    at = next
    if (at === dayEnd || at === end) ends(at)
  }
}
