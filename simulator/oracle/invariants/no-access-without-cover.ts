import type { AccessRow, Instant, Who } from '#machines'
import { days, isoInstant, later } from '#machines'
import { paysFor } from '../captured.ts'
import { covers, isSettled, settledUntil } from '../cover.ts'
import { heardWithin, isKnownHeld } from '../disputes.ts'
import { ordersFor } from '../orders.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { costOf } from '../standing.ts'
import { isOnTerms } from '../terms.ts'
import { trialSpans } from '../trials.ts'
import { uninformed } from '../waiting.ts'
import { about, witness } from '../witness.ts'

/** At every moment access has its reason: money that came, a trial that runs, stated grace, a renewal under way. */
export const noAccessWithoutCover: Invariant = {
  code: 'BS026',
  name: 'no access without cover',
  when: 'every commit',
  stance: 'policy',
  rests: 'truth',
  needs: ['access', 'invoices'],
  applies: (scene) => scene.view.access?.length ?? 0,
  violations(scene) {
    const found: Witness[] = []
    for (const row of scene.view.access ?? []) {
      const says = withoutReason(scene, row)
      if (says !== undefined)
        found.push(
          witness(
            row.because,
            row.who,
            [about('access', row.who)],
            `${row.who} may use ${row.quantity} × ${row.plan} at ${isoInstant(scene.now)} as ${row.because}, but ${says}`,
          ),
        )
    }
    return found
  },
}

function withoutReason(scene: Scene, row: AccessRow): string | undefined {
  const { now, policy } = scene
  switch (row.because) {
    case 'paid': {
      const cost = costOf(policy, row.plan, row.quantity)
      for (const invoice of scene.view.invoices ?? []) {
        if (invoice.who !== row.who || invoice.status !== 'paid' || isKnownHeld(scene, invoice)) continue
        for (const line of invoice.lines)
          if (covers(scene, invoice, line, now) && costOf(policy, line.plan, line.quantity) >= cost && isSettled(scene, invoice))
            return undefined
      }
      return cost === 0 ? undefined : 'no money that came covers this moment'
    }
    case 'trial': {
      const latest = trialEnds(scene, row)
      if (latest === undefined) return 'nobody asked for a trial'
      return row.until <= latest && now < row.until ? undefined : 'the trial asked for is over'
    }
    case 'grace': {
      const ends = laterOf(settledUntil(scene, row.who), trialEnds(scene, row))
      if (ends === undefined) return 'no paid period came before'
      return now < later(ends, policy.grace) && row.until <= later(ends, policy.grace) ? undefined : 'the grace of the policy is over'
    }
    case 'renewing': {
      if (settledUntil(scene, row.who) === undefined && trialEnds(scene, row) === undefined) return 'there was no period to renew'
      return hasFailed(scene, row) ? 'the first attempt has failed' : settledOtherwise(scene, row)
    }
    case 'terms': {
      if (policy.accessOnTerms === 'once paid') return 'policy grants nothing before it is paid'
      for (const invoice of scene.view.invoices ?? []) {
        if (invoice.who !== row.who || invoice.due === undefined || invoice.status !== 'open' || invoice.due < row.until) continue
        for (const line of invoice.lines)
          if (line.plan === row.plan && line.quantity === row.quantity && line.from <= now && now < line.to && isOnTerms(scene, invoice))
            return undefined
      }
      return 'no invoice that was sent is still to be paid'
    }
    case 'ordered':
      return notOrdered(scene, row)
    default:
      return row.because satisfies never
  }
}

const laterOf = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a

/** The latest end a trial can have: a signup may wait for its method until it is dropped. */
function trialEnds(scene: Scene, row: AccessRow): Instant | undefined {
  let latest: Instant | undefined
  for (const span of trialSpans(scene, row.who)) {
    if (!span.hasTrial) continue
    const ends = later(later(span.latest, scene.policy.changeExpires), days(1))
    if (latest === undefined || ends > latest) latest = ends
  }
  return latest
}

/** While a bank has the order for a renewal policy says what may be used; what was not told on the way is asked for within days. */
function settledOtherwise(scene: Scene, { who }: AccessRow): string | undefined {
  const { now, policy, view } = scene
  const { provisionalAccess = 'until settled' } = policy
  const slack = scene.at === 'end' ? heardWithin : days(0)
  for (const invoice of view.invoices ?? []) {
    if (invoice.who !== who || invoice.reason !== 'renewal' || (invoice.status !== 'open' && invoice.status !== 'quote')) continue
    const order = ordersFor(scene, invoice).at(-1)
    if (order === undefined || later(order.end?.at ?? order.at, slack) > now || uninformed(scene).has(who)) continue
    if (order.end !== undefined) {
      if (order.end.outcome === 'declined') return 'its bank found no money for it'
      continue
    }
    if (provisionalAccess === 'none') return 'policy grants nothing while a bank has the order'
    const from = invoice.lines[0]?.from ?? invoice.issuedAt
    if (provisionalAccess !== 'until settled' && later(from, provisionalAccess.capped) <= now)
      return 'what policy grants while a bank has the order is over'
  }
  return undefined
}

/** Whoever is new may be trusted by policy while a bank has the order for what they signed up for, and no longer. */
function notOrdered(scene: Scene, row: AccessRow): string | undefined {
  const { now, policy, view } = scene
  const { provisionalSignup = 'none' } = policy
  if (provisionalSignup === 'none') return 'policy grants nothing to who is new before it is paid'
  let says = 'no signup is being settled'
  for (const invoice of view.invoices ?? []) {
    if (invoice.who !== row.who || invoice.reason !== 'signup' || invoice.status !== 'quote') continue
    const order = ordersFor(scene, invoice).at(-1)
    const line = invoice.lines[0]
    if (order === undefined || line === undefined || line.plan !== row.plan || line.quantity !== row.quantity) continue
    if (now >= line.to) says = 'the period that it is to pay for is over'
    else if (provisionalSignup !== 'until settled' && later(line.from, provisionalSignup.capped) <= now)
      says = 'what policy grants while a bank has the order is over'
    else if (order.end === undefined || isUnheard(scene, row.who, order.end.at)) return undefined
    else says = order.end.outcome === 'declined' ? 'its bank found no money for it' : 'its bank has settled it'
  }
  return says
}

/** What a bank did then may still be on its way. */
const isUnheard = (scene: Scene, who: Who, at: Instant): boolean =>
  uninformed(scene).has(who) || later(at, scene.at === 'end' ? heardWithin : days(0)) > scene.now

/** Both know that the renewal's first attempt was declined: the bank, and the system. */
function hasFailed(scene: Scene, row: AccessRow): boolean {
  const { invoices, attempts } = scene.view
  for (const invoice of invoices ?? []) {
    if (invoice.who !== row.who || invoice.reason !== 'renewal' || invoice.status !== 'open') continue
    if (!(attempts ?? []).some((attempt) => attempt.invoice === invoice.id && attempt.status === 'failed')) continue
    if (scene.truth.charges.some((charge) => charge.outcome === 'declined' && paysFor(charge, invoice))) return true
  }
  return false
}
