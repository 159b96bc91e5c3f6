import { charts, type Entitled, later, type Policy, type Sentence, sentences, type Who } from '#machines'
import { moveName, type Walk } from './watch.ts'
import { type Codes, isSettledBy, type Step, withInner } from './step.ts'

/** How access went by its chart, and where the view went another way. */
export interface Entitlements {
  readonly moves: ReadonlySet<string>
  readonly walks: ReadonlyMap<string, readonly Walk[]>
  readonly strays: readonly { readonly step: Step; readonly expected: string; readonly found: string }[]
}

type Event = NonNullable<(typeof charts.entitlement)['events']>[number]
const own = sentences().filter(({ chart }) => chart === 'entitlement')

/** Holds what each customer was seen to have against the chart: after each step, and where time alone has passed. */
export function entitledBy(steps: readonly Step[], codes: Codes): Entitlements {
  const moves = new Set<string>()
  const walks = new Map<string, Walk[number][]>()
  const strays: { step: Step; expected: string; found: string }[] = []
  const last = new Map<Who, Step>()
  const goes = (step: Step, from: string, event: Event, subject: Entitled): string => {
    const says = sentenceFor(from, event, subject, step.policy)
    if (says === undefined) return from
    const name = moveName('entitlement', from, event, says.place)
    moves.add(name)
    const walk = walks.get(step.who) ?? []
    walk.push({ name, from, to: says.to })
    walks.set(step.who, walk)
    return says.to ?? from
  }
  for (const step of steps) {
    const event = eventOf(step, codes)
    // In the instant in which its period ends, before its chart has heard of that.
    if (event === undefined && stateIn(step.after) === 'none' && endIn(step.after) === step.at) continue
    const before = last.get(step.who)
    last.set(step.who, step)
    let from = stateIn(step.before)
    if (before !== undefined && step.at > before.at) {
      const stood = stateIn(before.after)
      // Whoever deletes an account, and a bank that decides, is heard before what follows from it is carried out.
      const isHeardFirst = step.before.isDeleted || event === 'given back'
      if (stood !== from && !isHeardFirst) {
        const came = goes(step, stood, 'time over', subjectOf(step, before.after, codes))
        // What is learned late may have let another fold come by other steps.
        if (came !== from && came !== stood) strays.push({ step, expected: `${came}, after ${stood}`, found: from })
      } else from = stood
    }
    const expected = event === undefined ? from : goes(step, from, event, subjectOf(step, step.before, codes))
    const found = stateIn(step.after)
    if (found !== expected) strays.push({ step, expected: `${expected}, after ${from} and ${event ?? 'nothing'}`, found })
  }
  return { moves, walks: new Map([...walks].map(([who, walk]) => [`entitlement ${who}`, [walk]])), strays }
}

function stateIn(seen: Step['before']): string {
  const because = seen.view.access[0]?.because ?? 'none'
  return because === 'paid' && isResting(seen) ? 'paid after all' : because
}

const resting: ReadonlySet<string | undefined> = new Set(['unpaid', 'paused', 'canceled'])
const isResting = (seen: Step['before']): boolean => resting.has(seen.view.subscriptions[bearerIn(seen)]?.status)

/** The first sentence whose guard says yes. */
function sentenceFor(from: string, event: Event, subject: Entitled, policy: Policy): Sentence | undefined {
  const guards: Readonly<Record<string, (subject: Entitled, policy: Policy) => boolean>> = charts.entitlement.guards
  return own.find(
    (each) => each.from === from && each.event === event && (each.guard === undefined || guards[each.guard]!(subject, policy)),
  )
}

/** What a step means for access, by the codes of its cells alone. */
function eventOf(step: Step, codes: Codes): Event | undefined {
  if (step.subscription >= 0 && step.subscription < bearerIn(step.after)) return undefined
  let event: Event | undefined
  for (const each of withInner(step)) {
    const { entitlement, subscription } = codes(each)
    if (subscription === 'renew') event = 'paid for'
    if (entitlement === 'grant') event = 'paid for'
    if (subscription === 'past due') event = 'payment missed'
    if (entitlement === 'provisional by policy') event = 'ordered'
    if (entitlement === 'keep' && step.before.view.access[0]?.because === 'ordered' && isSettledBy(each)) event = 'came to nothing'
    if (entitlement === 'until due') event = 'sent'
    if (entitlement === 'take back' || (entitlement === 'revoke' && subscription !== 'past due')) event = 'taken away'
    if (entitlement === 'revoke by refund policy') event = 'refunded in full'
    if (entitlement === 'withhold by policy') event = 'withheld'
    if (entitlement === 'restore') event = 'given back'
  }
  return event
}

const isOpen = (attempt: string): boolean => attempt !== 'paid' && attempt !== 'failed' && attempt !== 'needs action'

/** The subscription that access hangs on: the newest that has begun, or one that is trusted to. */
const bearerIn = ({ view }: Step['before']): number =>
  view.access[0]?.because === 'ordered'
    ? view.subscriptions.length - 1
    : view.subscriptions.findLastIndex(({ status }) => status !== 'incomplete' && status !== 'incomplete expired')

const endIn = (seen: Step['before']): number | undefined => seen.view.subscriptions[bearerIn(seen)]?.periodEnd

/** @param before as it was when that began */
function subjectOf(step: Step, before: Step['before'], codes: Codes): Entitled {
  const { at, after, policy, subscription } = step
  const row = after.view.subscriptions[subscription]
  // What nothing is due of is opened and paid in one step.
  const invoice = after.view.invoices[step.invoice < 0 ? step.before.view.invoices.length : step.invoice]
  const line = invoice?.lines.at(-1)
  const { entitlement, subscription: does } = codes(step)
  const grace = line !== undefined && entitlement === 'grace' ? later(line.from, policy.grace) : undefined
  const end = does === 'past due' ? grace : invoice?.status === 'open' ? invoice.due : line?.to
  return {
    cancellation: before.view.subscriptions[bearerIn(before)]?.cancelAtPeriodEnd === true ? 'scheduled' : 'stays',
    isSent: before.waiting[bearerIn(before)]?.isOnTerms === true,
    isTrial: row?.status === 'trialing',
    isTimeLeft: end !== undefined && at < end,
    isResting: isResting(after),
    isPeriodOver: line !== undefined && at >= line.to,
    switching: before.attempts.filter(({ state, invoice: index }) => isOpen(state) && before.view.invoices[index]?.reason === 'interval')
      .length,
    isOrdered: before.attempts.some(({ state, isOrdered }) => isOrdered && isOpen(state)),
    isCapOver: isCapOver(step, row),
    isForWhatRuns: line !== undefined && row?.periodStart !== undefined && line.from >= row.periodStart,
  }
}

/** An order that is heard of late may come when all that policy grants for one is over. */
function isCapOver({ at, operation, policy }: Step, row: Step['after']['view']['subscriptions'][number] | undefined): boolean {
  if (row?.periodStart === undefined || row.periodEnd === undefined) return false
  const isSignup = operation === 'signup paid'
  if (isSignup && at >= row.periodEnd) return true
  const grants = isSignup ? policy.provisionalSignup : policy.provisionalAccess
  return typeof grants === 'object' && at >= later(isSignup ? row.periodStart : row.periodEnd, grants.capped)
}
