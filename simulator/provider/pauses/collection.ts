import type { Instant } from '#machines'
import { badValue, missing, operationNotModelled } from '../errors.ts'
import { ownerOf } from '../ids.ts'
import { integer, oneOf, record, type Params } from '../read.ts'
import { findSubscription, isOver, type PauseCollection, type Subscription } from '../subscription-objects.ts'
import { setStatus } from '../subscriptions.ts'
import { fromUnix, unix, type Work } from '../work.ts'

/**
 * Invoices go on, their money is not asked for; the subscription's status stays as it is.
 * @returns null when collection goes on again, undefined when nothing is said about it
 * @source SN `Subscription.PauseCollection`
 */
export function pauseCollectionIn(work: Work, params: Params): PauseCollection | null | undefined {
  if (params['pause_collection'] === undefined) return undefined
  const given = record(params, 'pause_collection')
  if (given === undefined) return null
  const behavior = oneOf(given, 'behavior', ['keep_as_draft', 'mark_uncollectible', 'void'], 'pause_collection[behavior]')
  if (behavior === undefined) throw missing('pause_collection[behavior]')
  const resumes = integer(given, 'resumes_at', 'pause_collection[resumes_at]') ?? null
  if (resumes !== null && resumes <= unix(work.now)) throw badValue('pause_collection[resumes_at]', 'this moment is past')
  return { behavior, resumes_at: resumes }
}

/** Plans when collection goes on by itself, if anything was said about it. */
export function planCollection(work: Work, id: string, pause: PauseCollection | null | undefined): void {
  if (pause === undefined) return
  const at: Instant | undefined = pause === null || pause.resumes_at === null ? undefined : fromUnix(pause.resumes_at)
  work.store.timer(ownerOf(id)!, 'collection resumes', id, at)
}

/** The moment has come. What was drafted meanwhile stays as it is. */
export function resumeCollection(work: Work, id: string): void {
  const entry = findSubscription(work, id)
  if (!isOver(entry.object.status)) setStatus(work, entry, { pause_collection: null })
}

/** What becomes of an invoice that a change makes at once while collection pauses, nobody says. */
export function refuseBillingWhilePaused(subscription: Subscription): void {
  if (subscription.pause_collection !== null)
    throw operationNotModelled('subscriptions.update that bills at once while collection is paused')
}
