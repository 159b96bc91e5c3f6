import type { AccessRow, Consequence, Instant } from '#machines'
import { isoInstant, later } from '#machines'
import { type Codes, type Difference, isSettledBy, type Step, withInner } from './step.ts'

/** Holds what the customer may use against the last code that says something of it. */
export function readAccess(step: Step, codes: Codes): Difference | undefined {
  let [speaks, code]: [Step, Consequence['entitlement']] = [step, 'keep']
  let isRenewed = false
  let isMoved = false
  for (const each of withInner(step)) {
    const does = codes(each)
    if (does.subscription === 'renew') isRenewed = true
    if (does.subscription === 'move trial end') isMoved = true
    if (does.entitlement !== 'keep') [speaks, code] = [each, does.entitlement]
  }
  const before = step.before.view.access[0]
  const found = step.after.view.access[0]
  if (step.after.isDeleted) return found === undefined ? undefined : { expected: 'none', found: inWords(found) }
  // Whoever came back has what runs now: what becomes of an old subscription leaves it as it is.
  const expected =
    speaks.subscription >= 0 && speaks.subscription < bearerIn(step.after)
      ? unmoved(before)
      : expectedOf(speaks, code, before, isRenewed, isMoved)
  if (expected === 'as before') {
    if ((before === undefined) === (found === undefined)) return levelDiffers(step, found)
    return { expected: before === undefined ? 'no access' : 'access stays', found: inWords(found) }
  }
  if (expected === 'none' ? found === undefined : found !== undefined && (expected === 'some' || found.until === expected))
    return levelDiffers(step, found)
  return { expected: expected === 'none' || expected === 'some' ? expected : `until ${isoInstant(expected)}`, found: inWords(found) }
}

const unmoved = (before: AccessRow | undefined): Instant | 'as before' =>
  before === undefined || before.because === 'renewing' ? 'as before' : before.until

/** The subscription that access hangs on: the newest that has begun, or one that is trusted to. */
const bearerIn = ({ view }: Step['after']): number =>
  view.access[0]?.because === 'ordered'
    ? view.subscriptions.length - 1
    : view.subscriptions.findLastIndex(({ status }) => status !== 'incomplete' && status !== 'incomplete expired')

/** What is granted is what the subscription is for. */
function levelDiffers({ after }: Step, access: AccessRow | undefined): Difference | undefined {
  const row = after.view.subscriptions[bearerIn(after)]
  if (access === undefined || row === undefined || (access.plan === row.plan && access.quantity === row.quantity)) return undefined
  return { expected: `${row.quantity} × ${row.plan}`, found: `${access.quantity} × ${access.plan}` }
}

function expectedOf(
  step: Step,
  code: Consequence['entitlement'],
  before: AccessRow | undefined,
  isRenewed: boolean,
  isMoved: boolean,
): Instant | 'none' | 'some' | 'as before' {
  const { after, at, invoice, policy, subscription } = step
  const wasLost = step.before.view.invoices[invoice]?.status === 'charged back'
  const until = (instant: Instant): Instant | 'none' => (at < instant ? instant : 'none')
  const lines = after.view.invoices[invoice]?.lines
  switch (code) {
    case 'keep': {
      // A trial that ends at another time is a trial until then.
      if (isMoved) return before === undefined ? 'as before' : until(after.view.subscriptions[subscription]!.periodEnd!)
      // Paid for so late that the period is over: the next one begins at once, as another step.
      const end = after.view.subscriptions[subscription]?.periodEnd
      if (isRenewed && end !== undefined && end <= at) return 'none'
      // It lasted until its order came out, and from day to day.
      if (before?.because === 'ordered') return isSettledBy(step) ? 'none' : 'as before'
      // Paid for once more, or while its outcome is open: it stays, and its end moves.
      // What a bank holds of the period before withholds nothing of the next.
      // Nor does what policy did not grant while its bank had the order.
      const mayBeWithheld = policy.disputeAccess === 'withhold' || (policy.provisionalAccess ?? 'until settled') !== 'until settled'
      if (before === undefined && isRenewed && mayBeWithheld) return until(lines?.at(-1)?.to ?? at)
      const isMoving = isRenewed || before?.because === 'renewing' || after.waiting[subscription]?.state === 'renewing'
      return before === undefined || isMoving ? 'as before' : before.until
    }
    case 'grant':
      return until(lines?.at(-1)?.to ?? after.view.subscriptions[subscription]!.periodEnd!)
    case 'grace':
      if (after.waiting[subscription]?.state === 'renewing')
        return before === undefined && policy.disputeAccess === 'withhold' ? 'none' : 'some'
      return until(later(lines?.at(-1)?.from ?? at, policy.grace))
    case 'until due': {
      const sent = after.view.invoices[step.before.view.invoices.length]
      // Credit may have paid it before it could be sent.
      if (sent?.status === 'paid') return until(sent.lines.at(-1)!.to)
      return policy.accessOnTerms === 'once paid' ? 'none' : until(sent?.due ?? at)
    }
    case 'provisional by policy': {
      const { provisionalAccess = 'until settled', provisionalSignup = 'none' } = policy
      if (step.operation === 'signup paid') {
        const { periodStart, periodEnd } = after.view.subscriptions[subscription]!
        if (provisionalSignup === 'none') return 'none'
        if (provisionalSignup === 'until settled') return at < periodEnd! ? 'some' : 'none'
        return until(Math.min(later(periodStart!, provisionalSignup.capped), periodEnd!) as Instant)
      }
      // What a bank holds of the period before withholds what is renewed as well.
      if (provisionalAccess === 'none' || before === undefined) return 'none'
      return provisionalAccess === 'until settled'
        ? 'some'
        : until(later(after.view.subscriptions[subscription]!.periodEnd!, provisionalAccess.capped))
    }
    case 'revoke':
      return 'none'
    case 'revoke by refund policy':
      if (policy.fullRefund === 'cancel') return 'none'
      return before === undefined ? 'as before' : before.until
    case 'withhold by policy':
      return policy.disputeAccess === 'withhold' && isRunning(step) ? 'none' : unmoved(before)
    case 'take back':
      return 'none'
    // What was withheld, or taken with a loss, is there again; what was there all the time stays.
    case 'restore':
      return before === undefined && isRunning(step) && (after.view.subscriptions[subscription]?.status === 'active' || wasLost)
        ? until(lines?.at(-1)?.to ?? at)
        : unmoved(before)
    default:
      throw new RangeError(`no such code: ${JSON.stringify(code satisfies never)}`)
  }
}

/** Is the invoice for the period that runs? */
function isRunning({ after: { view }, invoice, subscription }: Step): boolean {
  const [line, row] = [view.invoices[invoice]?.lines.at(-1), view.subscriptions[subscription]]
  return line !== undefined && row?.periodStart !== undefined && line.from >= row.periodStart
}

const inWords = (access: AccessRow | undefined): string =>
  access === undefined ? 'no access' : `${access.because} until ${isoInstant(access.until)}`
