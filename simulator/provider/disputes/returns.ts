import type { Duration, Who } from '#machines'
import { days } from '#machines'
import { choiceKind } from '../../kernel/choices.ts'
import { named } from '../../kernel/name.ts'
import type { ChargeEntry } from '../charges.ts'
import { after, wholeSecond, type Work } from '../work.ts'

/** When a bank takes back what a debit had brought, counted from its settlement. How long it may is a matter of its scheme. @source GCS/17143479940892 */
const comes = {
  'two days on': days(2),
  'a week on': days(7),
  'three weeks on': days(21),
} as const satisfies Record<string, Duration>
type ReturnOption = keyof typeof comes
const returnOptions = Object.keys(comes) as readonly ReturnOption[]

/** Ends the name `ada/renewal 2024-02-29/payment 1/late settlement failure`. */
export const returnChoice = choiceKind('late settlement failure', [0, 15, 60, 200])

/**
 * Asks, once per debit that was settled, whether its bank takes the money back after all. The vendor tells it as a dispute that is
 * lost from the start, and that nobody can answer.
 * @source SD/payments/ach-direct-debit, disputes ◐
 */
export function planReturn(work: Work, owner: Who, purpose: string, charge: string): void {
  if (!work.choices.active || !work.choices.allows(returnChoice)) return
  const ordinal = work.store.nextAttempt(owner, `${purpose}/payment`)
  const option = work.choices.among(named(owner).of(purpose).of(`payment ${ordinal}`), returnChoice, returnOptions)
  if (option === undefined) return
  const entry = work.store.get<ChargeEntry>(charge)!
  work.store.put(owner, charge, { object: entry.object, hidden: { ...entry.hidden, disputes: 'returned' } })
  work.store.timer(owner, 'dispute', charge, after(wholeSecond(work.now), comes[option]))
}
