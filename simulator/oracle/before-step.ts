import type { Instant, InvoiceRow } from '#machines'
import { days } from '#machines'
import { paysFor } from './captured.ts'
import { heardWithin } from './disputes.ts'
import { type GoneBack, settledFor } from './cover.ts'
import { secondOf } from './layers.ts'
import { rational, rounded } from './rational.ts'
import type { Scene } from './scene.ts'
import { askedFor, type Level, positive, sumOfLine } from './standing.ts'
import { isSwitch } from './switches.ts'

/** What was in force when a step was offered; two levels when another step was being paid just then. */
export function levelsBefore(
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
  return distinct(found.filter((level) => level !== undefined))
}

/** Each level once. */
export const distinct = (levels: readonly Level[]): readonly Level[] =>
  levels
    .filter((level, place) => levels.findIndex((each) => each.plan === level.plan && each.quantity === level.quantity) === place)
    .map(({ plan, quantity }) => ({ plan, quantity }))

/** What was paid before an instant; of what was paid in that very instant, any part may have come first. */
export function paidBefore(
  invoices: readonly InvoiceRow[],
  paidAt: (invoice: InvoiceRow) => Instant | undefined,
  instant: Instant,
): readonly (readonly InvoiceRow[])[] {
  const before = invoices.filter((each) => (paidAt(each) ?? Infinity) < instant)
  let ways: readonly (readonly InvoiceRow[])[] = [before]
  for (const each of invoices) if (paidAt(each) === instant) ways = ways.flatMap((way) => [[...way, each], way])
  return ways
}

type Kept = readonly { readonly amount: number; readonly length: number }[] | undefined

/**
 * What had been paid for a period and not gone back at an instant, invoice by invoice; undefined while nothing had. In several
 * ways where money went back shortly before: the system may not have known it yet, or not all of it.
 */
export function keptThen(scene: Scene, at: Instant, paid: readonly InvoiceRow[]): readonly Kept[] {
  const { charges } = scene.truth
  const isOfThese = ({ charge: id }: { readonly charge: string }): boolean =>
    charges.some((charge) => charge.id === id && paid.some((each) => paysFor(charge, each)))
  const refunds = scene.truth.refunds.filter((refund) => refund.status === 'succeeded' && refund.at <= at && isOfThese(refund))
  // What a bank has taken by then, for now or for good, is not collected either.
  const disputes = scene.truth.disputes.filter((dispute) => dispute.at <= at && isOfThese(dispute))
  // Credit goes back at once, and only the row says that it did.
  const isRestored = paid.some(({ restored = 0 }) => restored > 0)
  const left = (back: GoneBack): Kept =>
    back.refunds.length === 0 && back.disputes.length === 0 && !isRestored ? undefined : keptOf(scene, at, paid, back)
  const found = heardUntil(disputes, (at - heardWithin) as Instant).flatMap((gone) =>
    heardUntil(refunds, (at - days(1)) as Instant).map((back) => left({ refunds: back, disputes: gone })),
  )
  return isRestored ? [...found, undefined] : found
}

/** All of them, and what there was of it by any time since an instant: what came later may not have been heard of. */
function heardUntil<Told extends { readonly at: Instant }>(all: readonly Told[], instant: Instant): readonly (readonly Told[])[] {
  const times = [...new Set(all.flatMap(({ at }) => (at >= instant ? [at] : [])))]
  return [all, ...times.map((time) => all.filter(({ at }) => at < time))]
}

const takenFrom = ({ truth: { charges } }: Scene, invoice: InvoiceRow, { disputes }: GoneBack): number =>
  disputes.reduce((sum, { charge, moved }) => (charges.some((each) => each.id === charge && paysFor(each, invoice)) ? sum - moved : sum), 0)

function keptOf(scene: Scene, at: Instant, paid: readonly InvoiceRow[], back: GoneBack): Kept {
  return paid.flatMap((invoice) => {
    const line = positive(invoice)!
    const { from, to } = line
    // Tax on top was collected as well; what is left is reckoned without it.
    const net = (amount: number): number =>
      line.taxOnTop === undefined ? amount : rounded(rational(amount * askedFor(line), sumOfLine(line)))
    // What was left of an older period paid for a switch as well.
    const price = isSwitch(invoice) ? invoice.lines.reduce((sum, each) => (each.amount < 0 ? sum - sumOfLine(each) : sum), 0) : 0
    // Credit that was given of money that a bank has kept since stays given: nothing else that was paid is less for it.
    const isLost = takenFrom(scene, invoice, back) > 0
    const notes = isLost ? [] : (scene.view.credits ?? []).filter((note) => note.invoice === invoice.id && note.from <= at)
    return [
      { amount: net(settledFor(scene, invoice, back) + price), length: secondOf(to) - secondOf(from) },
      // What became credit already is not collected any more.
      ...notes.map((note) => ({ amount: -net(note.amount), length: secondOf(note.to) - secondOf(note.from) })),
    ]
  })
}
