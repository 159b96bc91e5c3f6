import type { CreditNoteRow, Instant, Interval, InvoiceRow, Minor, Who } from '#machines'
import { chargeUnitOf } from '#machines'
import { distinct, keptThen, levelsBefore, paidBefore } from './before-step.ts'
import { boundaryAfter } from './boundaries.ts'
import { paysFor } from './captured.ts'
import { settledFor } from './cover.ts'
import { heardWithin, type Loss, lossesOf } from './disputes.ts'
import { type Bill, comesTo, type Layer, layerFrom, secondOf, walk } from './layers.ts'
import { lowered, type Offer, type Offers, offersFor, offersIn } from './offers.ts'
import { cameByBankAt } from './out-of-band.ts'
import { plus, rational, rounded, zero } from './rational.ts'
import type { Scene } from './scene.ts'
import { costOf, isBinding, isCycle, type Level, positive } from './standing.ts'
import { isSwitch } from './switches.ts'

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

/** A subscription, or what is left of it after a switch of interval: periods of one length, counted from one anchor. */
export interface Account {
  readonly item: string
  readonly who: Who
  /** It began with a signup or a resumption: no switch came before it. */
  readonly isFirst: boolean
  readonly anchor: Instant
  /** The next one began then; infinite while none did. */
  readonly until: number
  readonly interval: Interval
  /** It was paused then. */
  readonly pausedAt: Instant | undefined
  /** What was in force before the pause that it resumes from. */
  readonly before: Level | undefined
  readonly reckoned: readonly Reckoned[]
  readonly steppedDown: readonly SteppedDown[]
  /** In force after everything that was paid, by period. */
  readonly levelAt: (instant: Instant) => Level | undefined
  /** The same, both ways where somebody went down in the very instant in which a step up was paid. */
  readonly levelsThen: (instant: Instant) => readonly Level[]
  /** The same, both ways where a bank has just taken back what paid for a step up. */
  readonly levelsAt: (instant: Instant) => readonly Level[]
}

/** A level that is in force from an instant on. */
interface Move {
  readonly at: Instant
  readonly to: (level: Level) => Level
  /** The step up that was paid, lost, or given back. */
  readonly step: InvoiceRow | undefined
  readonly isPaid: boolean
}

/**
 * A second, naive model of what is owed: it walks day by day through every period, cuts a day where something changed,
 * and adds up the pieces. A piece owes price × its seconds / the period's seconds, exactly; a line is rounded once, to
 * what can be charged.
 * Of the view it takes who was invoiced for which plan from when; amounts, ends and levels it works out itself.
 * @param offers which coupons may have lowered which invoice
 * @param isPart the scene is about one of several items of an invoice
 * @param eachDay told of the end of each day that is over, in order; what a day was worth is reckoned only for who asks
 */
export function accounts(
  scene: Scene,
  eachDay?: (day: DayEnd) => void,
  offers: ReadonlyMap<string, Offers> = offersIn(scene),
  isPart = false,
): readonly Account[] {
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
    let [before, opening]: [Level | undefined, Opening | undefined] = [undefined, undefined]
    const stretches = stretchesOf(invoices)
    stretches.forEach((own, place) => {
      const done = accountOf(scene, item, own, stretches[place + 1]?.[0], before, opening, offers, isPart, eachDay)
      if (done === undefined) return
      const { account, closing } = done
      found.push(account)
      opening = closing
      const stoppedAt =
        account.pausedAt ?? lossesOf(scene, own[0]!)[0]?.at ?? (isResumed(stretches[place + 1]) ? lastEnd(account) : undefined)
      if (stoppedAt !== undefined) before = account.levelAt((stoppedAt - 1) as Instant)
    })
  }
  return found
}

const isResumed = (next: readonly InvoiceRow[] | undefined): boolean => next?.[0]?.reason === 'resume'

/** What a switch that begins a stretch comes to, and on top of what: worked out where the one before ends. */
interface Opening {
  readonly bills: readonly Bill[]
  readonly onTopOf: readonly Level[]
}

/** The end of the last period that was sold: where nobody paid for the next one, that was the last one in force. */
const lastEnd = ({ reckoned }: Account): Instant | undefined => reckoned.findLast(({ isProrated }) => !isProrated)?.to

/** What a note gives back of a price; tax on top that goes with it is no part of that. */
const withoutTax = ({ policy }: Scene, { amount, tax = 0 as Minor }: CreditNoteRow): number =>
  policy.taxes?.prices === 'exclusive' ? amount - tax : amount

/** Notes by the step down that they are of: one may have several, and of two steps at one instant the notes of the first come first. */
function stepsOf(notes: readonly CreditNoteRow[]): readonly (readonly CreditNoteRow[])[] {
  const steps: CreditNoteRow[][] = []
  for (const note of notes) {
    const [last] = steps.at(-1) ?? []
    const isOfLast = last?.from === note.from && last.level?.plan === note.level?.plan && last.level?.quantity === note.level?.quantity
    if (isOfLast) steps.at(-1)!.push(note)
    else steps.push([note])
  }
  return steps
}

/** The invoices of a subscription in order of time; a switch of interval begins another list, and what is resumed does. */
function stretchesOf(invoices: readonly InvoiceRow[]): readonly (readonly InvoiceRow[])[] {
  // Of two at one instant the one that was issued first comes first.
  const sorted = invoices.toSorted((a, b) => positive(a)!.from - positive(b)!.from)
  const stretches: InvoiceRow[][] = []
  for (const invoice of sorted) {
    const last = stretches.at(-1)
    if (last === undefined || isSwitch(invoice) || invoice.reason === 'resume') stretches.push([invoice])
    else last.push(invoice)
  }
  return stretches
}

function accountOf(
  scene: Scene,
  item: string,
  own: readonly InvoiceRow[],
  next: InvoiceRow | undefined,
  before: Level | undefined,
  opening: Opening | undefined,
  offers: ReadonlyMap<string, Offers>,
  isPart: boolean,
  eachDay: ((day: DayEnd) => void) | undefined,
): { readonly account: Account; readonly closing: Opening | undefined } | undefined {
  const begins = (invoice: InvoiceRow): boolean => isCycle(invoice.reason) || isSwitch(invoice)
  const cycles = own.filter(begins)
  const first = cycles[0] === undefined ? undefined : positive(cycles[0])
  const interval = scene.policy.plans.find((plan) => plan.key === first?.plan)?.interval
  if (first === undefined || interval === undefined) return undefined
  const anchor = first.from
  const priceOf = ({ plan, quantity }: Level, coupon: Offer): number => lowered(scene.policy, costOf(scene.policy, plan, quantity), coupon)
  const until = next === undefined ? Infinity : positive(next)!.from
  const { zone } = scene.policy
  const unit = chargeUnitOf(scene.policy)
  const { charges } = scene.truth
  const paidAt = (invoice: InvoiceRow): Instant | undefined =>
    invoice.status === 'paid' && invoice.total <= (invoice.credited ?? 0)
      ? invoice.issuedAt
      : (charges.find((charge) => charge.outcome === 'succeeded' && paysFor(charge, invoice))?.at ?? cameByBankAt(scene, invoice))
  // Of two that were paid in one instant the books say which came first.
  const placeOf = (invoice: InvoiceRow): number => charges.findIndex((charge) => charge.outcome === 'succeeded' && paysFor(charge, invoice))
  const downs = (scene.view.credits ?? []).filter((note) => note.level !== undefined && own.some(({ id }) => id === note.invoice))
  const steps = own.filter((invoice) => !begins(invoice)).toSorted((a, b) => placeOf(a) - placeOf(b))
  // A step up counts when it was paid, one down when somebody wanted it at once; at one instant the books' order stands.
  const moves: readonly Move[] = [
    ...steps.flatMap((step) => {
      const at = paidAt(step)
      return at === undefined ? [] : [{ at, to: () => positive(step)!, step, isPaid: true }]
    }),
    ...downs.map(({ from, level }) => ({ at: from, to: () => level!, step: undefined, isPaid: false })),
    ...steps.flatMap((step) =>
      lossesOf(scene, step).map((loss): Move => ({ at: loss.at, to: (level) => lostOr(step, level, loss), step, isPaid: false })),
    ),
  ].toSorted((a, b) => a.at - b.at)
  const isKept = (invoice: InvoiceRow): boolean => settledFor(scene, invoice) > 0 || (invoice.status === 'paid' && invoice.total === 0)

  const pausedAt = (scene.view.credits ?? []).find((note) => note.level === undefined && cycles.some(({ id }) => id === note.invoice))?.from
  const baseOf = (instant: Instant): InvoiceRow | undefined =>
    pausedAt !== undefined && instant > pausedAt
      ? undefined
      : cycles.findLast((invoice) => positive(invoice)!.from <= instant && instant < positive(invoice)!.to)
  /**
   * A step that was lost to a bank is gone, one that it gave back is there again, where nobody has moved that since. Where
   * somebody has gone down since, what is left of it is gone, and comes back, unless a later step was paid: of a step that they had
   * gone down from whole nothing is.
   */
  const lostOr = (step: InvoiceRow, level: Level, { at, isLost }: Loss): Level => {
    const stepped = positive(step)!
    const less = levelAt(((paidAt(step) ?? stepped.from) - 1) as Instant, [step]) ?? level
    const isOfQuantity = step.reason === 'quantity'
    const isSame = (a: Level, b: Level): boolean => (isOfQuantity ? a.quantity === b.quantity : a.plan === b.plan)
    const as = (other: Level): Level => (isOfQuantity ? { ...level, quantity: other.quantity } : { ...level, plan: other.plan })
    const sizeOf = ({ plan, quantity }: Level): number => (isOfQuantity ? quantity : costOf(scene.policy, plan, 1))
    const paid = paidAt(step) ?? at
    const isLatest = !steps.some((other) => other.reason === step.reason && (paidAt(other) ?? paid) > paid && paidAt(other)! <= at)
    const restsOnIt = (each: Level): boolean =>
      isSame(each, stepped) || (isLatest && sizeOf(less) < sizeOf(each) && sizeOf(each) <= sizeOf(stepped))
    if (isLost) return restsOnIt(level) ? as(less) : level
    if (!isSame(level, less)) return level
    const lostAt = lossesOf(scene, step).findLast((loss) => loss.isLost && loss.at <= at)?.at ?? at
    const before = levelAt((lostAt - 1) as Instant) ?? stepped
    return restsOnIt(before) ? as(before) : level
  }
  // Of what a bank did shortly before, the system may not have heard yet.
  const levelsAt = (instant: Instant): readonly Level[] =>
    distinct([levelAt(instant), levelAt(instant, [], (instant - heardWithin) as Instant)].filter((level) => level !== undefined))
  const levelsThen = (instant: Instant): readonly Level[] => {
    const isTied = downs.some(({ from }) => steps.some((step) => paidAt(step) === from))
    const otherWay = isTied ? moves.toSorted((a, b) => a.at - b.at || Number(a.isPaid) - Number(b.isPaid)) : moves
    return distinct([levelAt(instant), levelAt(instant, [], instant, otherWay)].filter((level) => level !== undefined))
  }
  const levelAt = (
    instant: Instant,
    without: readonly InvoiceRow[] = [],
    heardUntil: Instant = instant,
    inOrder: readonly Move[] = moves,
  ): Level | undefined => {
    const base = baseOf(instant)
    if (base === undefined) return undefined
    let level: Level = positive(base)!
    let since = positive(base)!.from
    for (const move of inOrder) {
      const { step } = move
      if (step !== undefined && (without.includes(step) || positive(step)!.from < positive(base)!.from)) continue
      if (move.at > instant || move.at < since || (move.at > heardUntil && step !== undefined && !move.isPaid)) continue
      level = move.to(level)
      since = move.at
    }
    return { plan: level.plan, quantity: level.quantity }
  }

  const steppedDown = (): readonly SteppedDown[] =>
    stepsOf(downs).flatMap((notes, place, all) => {
      const { from, level, to } = notes[0]!
      const base = baseOf(from)
      if (base === undefined || level === undefined) return []
      const { from: start } = positive(base)!
      const [last] = all[place - 1] ?? []
      const just = last?.from === from ? last.level : levelAt((from - 1) as Instant)
      // At one instant nobody outside can say which of a step up and one down came first.
      const paidThen = steps.filter((step) => paidAt(step) === from).map((step): Level => positive(step)!)
      const before = [just ?? positive(base)!, ...paidThen]
      const part = (of: Level, coupon: Offer): number => {
        const seconds = rational(priceOf(of, coupon) * (secondOf(to) - secondOf(from)), secondOf(to) - secondOf(start))
        return rounded(seconds, unit)
      }
      const owed = offersFor(offers, base).flatMap((coupon) => before.map((each) => Math.max(0, part(each, coupon) - part(level, coupon))))
      return [{ from, level, owed, given: notes.reduce((sum, note) => sum + withoutTax(scene, note), 0), notes: notes.length }]
    })

  const reckoned: Reckoned[] = []
  let closing: Opening | undefined
  for (let period = 0; ; period++) {
    const start = boundaryAfter(anchor, interval, period, zone)
    const end = boundaryAfter(anchor, interval, period + 1, zone)
    if (start > scene.now || start > until || (pausedAt !== undefined && start >= pausedAt)) break
    const length = secondOf(end) - secondOf(start)
    const layers: Layer[] = []
    const counted: Layer[] = []
    const grow = (from: Instant, price: number, over = length): Layer => {
      const layer = layerFrom(from, price, over)
      layers.push(layer)
      return layer
    }
    const inside = own.filter((invoice) => positive(invoice)!.from >= start && positive(invoice)!.from < end)
    // A period is lowered as it began, whatever is bought within it.
    const begun = offersFor(offers, inside.find(begins) ?? baseOf(start))
    const isTaxedOnTop = scene.policy.taxes?.prices === 'exclusive'
    /** What an invoice for something else comes to: the new price from then on, less the old one as far as it was collected. */
    const steppedUp = (invoice: InvoiceRow, owes: (coupon: Offer) => Layer): Opening => {
      const { from } = positive(invoice)!
      // Of a step up and one down at one instant nobody outside can say which came last.
      const tied = steps.filter((step) => step !== invoice && downs.some((down) => down.from === paidAt(step)))
      // It may have been offered before somebody went down in that very instant.
      const justBefore = downs.some((down) => down.from === from) ? levelAt((from - 1) as Instant, [invoice]) : undefined
      const unheard = levelAt(from, [invoice], (from - heardWithin) as Instant)
      const onTopOf = distinct([
        ...levelsBefore(invoice, steps, paidAt, levelAt),
        ...(unheard === undefined ? [] : [unheard]),
        ...(justBefore === undefined ? [] : [justBefore]),
        ...tied.map((step) => positive(step)!),
      ])
      const others = inside.filter((each) => each !== invoice)
      const leftOver = paidBefore(others, paidAt, from).flatMap((paid) => keptThen(scene, from, paid))
      const bills = onTopOf.flatMap((level) =>
        leftOver.flatMap((collected) =>
          begun.map((coupon) => ({
            owes: owes(coupon),
            less: grow(from, priceOf(level, coupon)),
            collected: collected?.map((each) => grow(from, each.amount, each.length)),
            mayGiveBack: isPart || (isTaxedOnTop && invoice.total > 0),
          })),
        ),
      )
      return { bills, onTopOf }
    }
    const entries = inside.map((invoice): (() => Reckoned) => {
      const line = positive(invoice)!
      const { from } = line
      const isStep = !begins(invoice)
      const whole = (coupon: Offer): Layer => grow(from, priceOf(line, coupon))
      const terms = offersFor(offers, invoice)
      // A switch was worked out already, but for its own price, which grows in the period that it begins.
      const opened =
        opening !== undefined && invoice === own[0]
          ? { ...opening, bills: opening.bills.flatMap((bill) => terms.map((coupon) => ({ ...bill, owes: whole(coupon) }))) }
          : undefined
      const { bills, onTopOf }: Opening =
        opened ??
        (isStep
          ? steppedUp(invoice, whole)
          : {
              bills: terms.map((coupon) => ({ owes: whole(coupon), less: undefined, collected: undefined, mayGiveBack: isPart })),
              onTopOf: [],
            })
      const saved = isStep ? onTopOf[0] : undefined
      const [coupon = []] = isStep ? begun : terms
      counted.push(grow(from, priceOf(line, coupon) - (saved === undefined ? 0 : priceOf(saved, coupon))))
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
    if (next !== undefined && isSwitch(next) && start <= until && until < end) closing = steppedUp(next, () => layerFrom(start, 0, length))
    walk(zone, start, end, layers, (dayEnd) => {
      if (eachDay === undefined || dayEnd > scene.now || dayEnd > until) return
      const base = baseOf((dayEnd - 1) as Instant)
      const worth = counted.reduce((sum, layer) => plus(sum, layer.worth), zero)
      const uses = base !== undefined && isKept(base) ? levelAt((dayEnd - 1) as Instant) : undefined
      eachDay({ item, at: (dayEnd - 1) as Instant, worth: rounded(worth), uses })
    })
    for (const entry of entries) reckoned.push(entry())
  }
  const account = {
    item,
    who: own[0]!.who,
    isFirst: !isSwitch(own[0]!),
    anchor,
    until,
    interval,
    pausedAt,
    before,
    reckoned,
    steppedDown: steppedDown(),
    levelAt,
    levelsThen,
    levelsAt,
  }
  return { account, closing }
}
