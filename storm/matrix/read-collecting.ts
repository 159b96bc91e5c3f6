import type { Consequence } from '#machines'
import { isoInstant, later, never } from '#machines'
import type { Collecting, Collection } from './snapshot.ts'
import { type Codes, type Difference, type Step, withInner } from './step.ts'

const isOver: ReadonlySet<Collection> = new Set<Collection>(['recovered', 'stopped', 'exhausted'])
const waitsForCustomer: ReadonlySet<Collection> = new Set<Collection>(['waiting for customer', 'debt waits for customer'])
/** A new method leaves them as they are: what has not begun, is over, or is an old debt. */
const untouched: ReadonlySet<Collection> = new Set<Collection>([
  'not due',
  'recovered',
  'stopped',
  'charging debt',
  'debt waits for customer',
  'sent',
  'reminding',
])
const inFlight: ReadonlySet<string> = new Set(['started', 'unknown', 'looking up', 'to send again', 'processing'])

/** Holds what is tried next, and when, against what the codes say of collecting. */
export function readCollecting(step: Step, codes: Codes): Difference | undefined {
  for (const each of withInner(step)) {
    const expected = readOne(each, codes(each).retry, step)
    if (expected !== undefined) return expected
  }
  return undefined
}

/** @param whole what this is a part of: what comes of collecting is seen when all of it was carried out */
function readOne(step: Step, code: Consequence['retry'], whole: Step): Difference | undefined {
  if (step.refund !== undefined) return ofRefund(step, code)
  const was = step.before.collecting[step.invoice]
  const is = whole.after.collecting[step.invoice]
  const found = inWords(is)
  switch (code) {
    case 'none':
      if (is === undefined || was === undefined || is.collection === was.collection || isOver.has(is.collection)) return undefined
      return { expected: 'nothing more is tried', found }
    case 'by policy': {
      if (is === undefined || was === undefined || is.collection === 'stopped') return undefined
      const gap = step.policy.retries[was.retriesUsed]
      if (gap === undefined) return is.collection === 'exhausted' ? undefined : { expected: 'given up, with no retry left', found }
      const dueAt = later(step.at, gap)
      if (is.collection === 'waiting' && is.dueAt === dueAt && is.retriesUsed === was.retriesUsed + 1) return undefined
      return { expected: `tried again on ${isoInstant(dueAt)}`, found }
    }
    case 'remind': {
      if (is === undefined || was === undefined) return undefined
      const dueAt = later(step.at, step.policy.retries[was.retriesUsed - 1] ?? step.policy.lookupAfter)
      if (is.collection === 'reminding' && is.dueAt === dueAt) return undefined
      return { expected: `reminded of it again, or given up, on ${isoInstant(dueAt)}`, found }
    }
    case 'no more':
      return is === undefined || is.collection === 'stopped' ? undefined : { expected: 'nothing more is tried', found }
    case 'new method':
      if (is === undefined || is.collection === 'stopped' || (is.collection === 'waiting for method' && is.dueAt > step.at))
        return undefined
      return { expected: 'waiting for method', found }
    case 'customer':
      if (is === undefined || is.collection === 'stopped' || (waitsForCustomer.has(is.collection) && is.dueAt > step.at)) return undefined
      return { expected: 'waiting for customer', found }
    case 'look up':
      return lookedUp(step, whole)
    case 'again now':
      for (const [place, each] of whole.after.collecting.entries()) {
        const before = step.before.collecting[place]
        if (before === undefined || isOver.has(before.collection) !== isOver.has(each.collection)) continue
        // A draft waits for no method, and no card is charged for what was sent.
        const isSent = step.before.view.invoices[place]?.due !== undefined
        const isBegun = untouched.has(before.collection) || isSent || whole.after.view.invoices[place]?.isDraft === true
        if (isBegun ? each.collection === before.collection : each.collection === 'charging' && each.retriesUsed === 0) continue
        return { expected: `${whole.after.view.invoices[place]?.id} is tried at once, with the whole budget`, found: inWords(each) }
      }
      return undefined
    default:
      throw new RangeError(`no such code: ${JSON.stringify(code satisfies never)}`)
  }
}

function ofRefund({ after, at, policy, refund }: Step, code: Consequence['retry']): Difference | undefined {
  const is = after.refunds[refund!.index]
  const found = is === undefined ? 'no refund' : `${is.state}${is.dueAt === never ? '' : ` until ${isoInstant(is.dueAt)}`}`
  if (code === 'none') return is?.state === 'waiting' || is?.state === 'owed' ? { expected: 'nothing more is tried', found } : undefined
  if (code !== 'by policy') return undefined
  const gap = policy.retries[(is?.tries ?? 1) - 1]
  if (gap === undefined) return is?.state === 'given up' ? undefined : { expected: 'given up', found }
  const dueAt = later(at, gap)
  return is?.state === 'waiting' && is.dueAt === dueAt ? undefined : { expected: `tried again on ${isoInstant(dueAt)}`, found }
}

/** One attempt, and one only, has no known outcome, and somebody will look. */
function lookedUp({ invoice, subscription }: Step, { after }: Step): Difference | undefined {
  const open = after.attempts.filter(
    (each) =>
      inFlight.has(each.state) && (invoice >= 0 ? each.invoice === invoice : after.collecting[each.invoice]?.subscription === subscription),
  )
  const isWatched = open.every(({ state, dueAt }) => dueAt !== never || state === 'looking up' || state === 'to send again')
  if (open.length === 1 && isWatched) return undefined
  return { expected: 'one payment on its way, looked up until it is known', found: `${open.length} on their way` }
}

const inWords = (collecting: Collecting | undefined): string =>
  collecting === undefined
    ? 'no invoice'
    : `${collecting.collection}, ${collecting.retriesUsed} retries used${collecting.dueAt === never ? '' : `, due ${isoInstant(collecting.dueAt)}`}`
