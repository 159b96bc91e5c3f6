import { guarded } from '#adapters'
import type { Sight, View } from '#machines'
import type { Finding } from '#reports'
import { changedInWords, changedTables, proposals } from '../changed.ts'
import { unsure, well, wrong } from '../findings.ts'
import type { Patient } from '../patient.ts'
import { type SignedUp, whoSignsUp } from '../signups.ts'

/** Does the view show who signed up? If it does not: which tables changed, and what could be asked of them. */
export async function view({ system, options, begins, tables }: Patient, day: SignedUp): Promise<Finding> {
  const after = await tables()
  const before = begins.at(-1)
  const changed = before === undefined || after === undefined ? [] : changedTables(before, after)
  const changes =
    after === undefined
      ? 'nobody looks into a database of this kind'
      : changed.length === 0
        ? 'no table changed during the signups'
        : `during the signups changed ${changedInWords(changed)}`
  const proposed = (missing: readonly string[]): readonly string[] => {
    const found = proposals(changed, missing, whoSignsUp)
    return found.length === 0 ? [] : ['it may be, as far as names and values tell:', ...found.flatMap(({ lines }) => lines)]
  }
  if (changed.length === 0 && after !== undefined && somethingHappened(day))
    return wrong('view', changes, 'it writes elsewhere: `env` is given where its `store` is; under which name does the service read that?')
  let seen: View
  try {
    seen = await guarded(system, 'others').system.view()
  } catch (thrown) {
    const says = thrown instanceof Error ? thrown.message : String(thrown)
    return wrong('view', says, changes, ...proposed(options.sights))
  }
  const counts = options.sights.map((sight) => ({ sight, count: rowsOf(seen, sight).length }))
  const shown = counts.map(({ sight, count }) => `${count} ${sight}`).join(', ')
  const empty = counts.filter(({ sight, count }) => count === 0 && isDue(sight, day)).map(({ sight }) => sight)
  if (empty.length > 0) return wrong('view', `it shows no ${empty.join(' and no ')} after the signups; ${changes}`, ...proposed(empty))
  const strangers = strangersIn(seen, day)
  if (strangers !== undefined) return wrong('view', `it shows ${shown}, but ${strangers.says}`, strangers.todo)
  return options.sights.length === 0
    ? unsure('view', 'it shows nothing: `sights` is empty', ...proposed(['customers', 'subscriptions', 'invoices']))
    : well('view', `it shows ${shown}; ${changes}`)
}

const rowsOf = (seen: View, sight: Sight): readonly Readonly<Record<string, unknown>>[] => {
  const rows: unknown = seen[sight]
  return Array.isArray(rows) ? (rows as Readonly<Record<string, unknown>>[]) : []
}

const somethingHappened = ({ replies, webhooks }: SignedUp): boolean =>
  replies.some(({ reply }) => reply?.kind === 'accepted') || webhooks.some(({ status }) => status !== undefined && status < 300)

/** Sections that must have a row by then, by what the provider knows. */
function isDue(sight: Sight, { customers, subscriptions, paid, replies }: SignedUp): boolean {
  const signedUp = replies.some(({ reply }) => reply?.kind === 'accepted')
  if (sight === 'customers') return customers.length > 0
  if (sight === 'subscriptions') return subscriptions.length > 0 || signedUp
  return sight === 'invoices' && signedUp && paid > 0
}

/** Rows of nobody, and ids that the provider does not have. */
function strangersIn(seen: View, { subscriptions, customers }: SignedUp): { readonly says: string; readonly todo: string } | undefined {
  for (const sight of ['customers', 'subscriptions', 'invoices'] as const) {
    const nobody = rowsOf(seen, sight).find(({ who }) => !whoSignsUp.includes(String(who)))
    if (nobody !== undefined)
      return {
        says: `a row of ${sight} belongs to ${JSON.stringify(nobody['who'])}, whom nobody knows`,
        todo: `\`who\` is the name under which the commands came: ${whoSignsUp.join(', ')}`,
      }
  }
  for (const [sight, known] of [
    ['subscriptions', subscriptions.map(({ id }) => id)],
    ['customers', customers],
  ] as const) {
    if (known.length === 0) continue
    const strange = rowsOf(seen, sight).find(({ provider }) => provider !== undefined && !known.some((id) => id === provider))
    if (strange !== undefined)
      return {
        says: `a row of ${sight} says provider ${JSON.stringify(strange['provider'])}, which the provider does not have`,
        todo: "`provider` is the provider's id, as `take(row['…'])` gives it; where there is none, undefined",
      }
  }
  return undefined
}
