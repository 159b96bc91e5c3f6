import { ownerOf } from './ids.ts'
import type { LineDraft } from './invoice-drafts.ts'
import { itemsList, type Subscription, type SubscriptionEntry, type Terms } from './subscription-objects.ts'
import { setStatus } from './subscriptions.ts'
import { unix, type Work } from './work.ts'

/** New terms with what they cost now. */
export interface Change {
  readonly terms: Terms
  readonly lines: readonly LineDraft[]
  /** The vendor bills at once, asked or not: a new interval, a new anchor, the end of a trial. */
  readonly billsNow: boolean
  /** Nothing that has a price changed: there is nothing to bill, to wait for or to give way to. */
  readonly plain?: true
}

/** Puts terms into effect, with the other changes of the same request in one event. */
export function take(work: Work, entry: SubscriptionEntry, terms: Terms | undefined, also: Partial<Subscription>): SubscriptionEntry {
  if (terms === undefined) return setStatus(work, entry, also)
  const id = entry.object.id
  const { restart } = terms
  const fresh = setStatus(
    work,
    entry,
    {
      items: itemsList(id, terms.items),
      ...(restart === undefined ? {} : { billing_cycle_anchor: unix(restart.anchor) }),
      ...(terms.trialEnd === undefined ? {} : { trial_end: unix(terms.trialEnd) }),
      ...(terms.status === undefined ? {} : { status: terms.status }),
      ...also,
    },
    restart === undefined ? entry.hidden : { ...entry.hidden, anchor: restart.anchor, cycle: restart.cycle },
  )
  if (restart !== undefined) work.store.timer(ownerOf(id)!, 'period end', id, restart.end)
  if (terms.trialEnd !== undefined) work.store.timer(ownerOf(id)!, 'trial will end', id, undefined)
  return fresh
}
