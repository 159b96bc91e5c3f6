import type { Duration, Who } from '#machines'
import { days } from '#machines'
import { choiceKind } from '../../kernel/choices.ts'
import { named } from '../../kernel/name.ts'
import type { ChargeEntry } from '../charges.ts'
import { after, wholeSecond, type Work } from '../work.ts'

/** What a bank may do about a payment, the plainest first. Dull: nothing. */
export const disputeCourses = [
  'lost',
  'won',
  'withdrawn',
  'inquiry',
  'inquiry, then lost',
  'inquiry, then won',
  'lost, then won',
  'won, then lost',
  'prevented',
  'fraud warning',
  'fraud warning, then lost',
] as const
/** `returned`: of a debit, by `late settlement failure` alone; lost from the start. */
export type DisputeCourse = (typeof disputeCourses)[number] | 'returned'

/** How long after the payment it begins. Card networks leave their customers about 120 days. @source billing.md 5 ◐ */
const begins = {
  'a day on': days(1),
  'a week on': days(7),
  'three weeks on': days(21),
  'two months on': days(60),
  'four months on': days(120),
} as const satisfies Record<string, Duration>
type Beginning = keyof typeof begins

export type DisputeOption = `${(typeof disputeCourses)[number]}: ${Beginning}`
/** `lost: a week on` */
export const disputeOptions: readonly DisputeOption[] = disputeCourses.flatMap((course) =>
  (Object.keys(begins) as Beginning[]).map((beginning): DisputeOption => `${course}: ${beginning}`),
)

/** What a seed draws from: what begins within a month or so twice as often, since most runs do not last much longer. */
const drawnFrom: readonly DisputeOption[] = [...disputeOptions, ...disputeOptions.filter((option) => !option.endsWith('months on'))]

/** Ends the name `ada/renewal 2024-02-29/payment 1/dispute`. */
export const disputeChoice = choiceKind('dispute', [0, 0, 15, 60, 150])

/**
 * Asks, once per payment that came in, whether its bank will take it up again, and plans that.
 * @param purpose what was paid; payments are counted per purpose, so that no name comes up twice
 */
export function planDispute(work: Work, owner: Who, purpose: string, charge: string): void {
  if (!work.choices.active || !work.choices.allows(disputeChoice)) return
  // No purpose holds a slash, so this is none of the attempts' own counts.
  const ordinal = work.store.nextAttempt(owner, `${purpose}/payment`)
  const option = work.choices.among(named(owner).of(purpose).of(`payment ${ordinal}`), disputeChoice, drawnFrom)
  if (option === undefined) return
  const [course, beginning] = option.split(': ') as [DisputeCourse, Beginning]
  const entry = work.store.get<ChargeEntry>(charge)!
  work.store.put(owner, charge, { object: entry.object, hidden: { ...entry.hidden, disputes: course } })
  work.store.timer(owner, 'dispute', charge, after(wholeSecond(work.now), begins[beginning]))
}
