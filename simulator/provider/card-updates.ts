import type { Duration, Who } from '#machines'
import { days } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import { named } from '../kernel/name.ts'
import type { DeclineCode } from './declines.ts'
import { ownerOf } from './ids.ts'
import type { InvoiceEntry } from './invoice-objects.ts'
import type { PaymentMethodEntry } from './payment-methods.ts'
import { after, emit, revise, wholeSecond, type Work } from './work.ts'

const delays = { 'a day on': days(1), 'a week on': days(7) } as const satisfies Record<string, Duration>
/** How long after a decline the network knows the customer's new card. Dull: it never does. */
export const cardUpdateOptions = Object.keys(delays) as readonly (keyof typeof delays)[]

/** Ends the name `ada/pm_ada_1/decline 1/card update`. Few cards are past their date, so that of those many are replaced. */
export const cardUpdateChoice = choiceKind('card update', [0, 0, 200, 500, 800])

/** Declines of a card that its bank has replaced. */
const replaced: ReadonlySet<DeclineCode> = new Set(['expired_card', 'new_account_information_available'])

/** Asks, at a decline of a card that was replaced, whether the network will tell the vendor of the new one. */
export function planCardUpdate(work: Work, owner: Who, method: string, code: DeclineCode): void {
  if (!work.choices.active || !replaced.has(code) || !work.choices.allows(cardUpdateChoice)) return
  // No purpose holds a slash, so this is none of the attempts' own counts.
  const ordinal = work.store.nextAttempt(owner, `${method}/declines`)
  const delay = work.choices.among(named(owner).of(method).of(`decline ${ordinal}`), cardUpdateChoice, cardUpdateOptions)
  if (delay !== undefined) work.store.timer(owner, 'card update', method, after(wholeSecond(work.now), delays[delay]))
}

/**
 * The network tells of the card that the bank has sent instead: the method keeps its id, and works again. What the old card
 * was hard declined for is tried with it as with a new one.
 * @source SN `payment_method.automatically_updated`; that retries go on with it ○
 */
export function updateCardByNetwork(work: Work, id: string): void {
  const entry = work.store.get<PaymentMethodEntry>(id)!
  if (entry.hidden.detached === true) return
  const owner = ownerOf(id)!
  // A card that replaces another one lasts longer, which is how they are told apart.
  const year = Math.max(new Date(work.now).getUTCFullYear() + 3, Number(entry.object.card?.['exp_year'] ?? 0) + 1)
  const card = { ...entry.object.card, exp_year: year }
  const { behaves } = entry.hidden
  const next = { ...entry.object, card }
  revise(work, owner, undefined, entry, next, { ...entry.hidden, behaves: behaves === 'card expired' ? 'card' : behaves })
  work.store.updated({ method: id, owner, at: work.now })
  for (const invoice of work.store.of<InvoiceEntry>('in', owner))
    if (invoice.hidden.failed?.method === id)
      work.store.put(owner, invoice.object.id, { object: invoice.object, hidden: { ...invoice.hidden, failed: undefined } })
  emit(work, owner, 'payment_method.automatically_updated', next, { card: entry.object.card })
}
