import type { Effect } from './domain/effect.ts'
import type { Decided, Fact } from './domain/fact.ts'
import type { Instant } from './domain/instant.ts'
import type { OfAttempt } from './unheard.ts'

/** A fact with its place among an account's: when it counts from, and in whose turn. */
export interface Placed {
  readonly fact: Fact
  readonly at: Instant
  readonly turn: number
}

/** Facts as they were put in order before. */
interface Before {
  readonly facts: readonly Fact[]
  readonly ordered: readonly Placed[]
}

/**
 * By when it was true, whose turn it was, when we knew, kind and id; each id once.
 * @param before an earlier list of the account's: the same comes out, sooner when this one goes on from it
 */
export function inOrder(facts: readonly Fact[], before?: Before): readonly Placed[] {
  const decisions = decisionsIn(facts)
  const firstTold = firstToldIn(facts)
  const placed: Placed[] = []
  // They come nearly in order: each is put in from the end, which beats a sort.
  for (let i = 0; i < facts.length; i++) {
    const next = placeOf(facts[i]!, facts, decisions, firstTold)
    placed.push(next)
    let place = i
    for (; place > 0 && compare(placed[place - 1]!, next) > 0; place--) placed[place] = placed[place - 1]!
    placed[place] = next
  }
  if (before !== undefined && isWithoutRepeats(facts, before)) return placed
  const seen = new Set<string>()
  let kept = 0
  for (let i = 0; i < placed.length; i++) {
    seen.add(placed[i]!.fact.id)
    if (seen.size > kept) placed[kept++] = placed[i]!
  }
  placed.length = kept
  return placed
}

/** Known from before of most of them: then only the new ones are held against the others. */
function isWithoutRepeats(facts: readonly Fact[], { facts: known, ordered }: Before): boolean {
  if (ordered.length !== known.length || known.length > facts.length || facts.length - known.length > 4) return false
  for (let i = 0; i < known.length; i++) if (facts[i] !== known[i]) return false
  for (let i = known.length; i < facts.length; i++) {
    const { id } = facts[i]!
    for (let j = 0; j < i; j++) if (facts[j]!.id === id) return false
  }
  return true
}

interface Decisions {
  /** The first about each attempt, refund, method and customer. */
  readonly decisions: ReadonlyMap<string, Decided>
  /** The first to end a payment, by attempt. */
  readonly cancels: ReadonlyMap<string, Decided>
  /** Those that sent an attempt once more. */
  readonly resends: readonly Decided[]
}

function decisionsIn(facts: readonly Fact[]): Decisions {
  const decisions = new Map<string, Decided>()
  const cancels = new Map<string, Decided>()
  const resends: Decided[] = []
  for (let i = 0; i < facts.length; i++) {
    const fact = facts[i]!
    if (fact.kind !== 'decided') continue
    const { effect } = fact
    if (effect.kind === 'cancel payment') keepFirst(cancels, effect.attempt, fact)
    else if (effect.kind === 'start attempt' && effect.send > 1) resends.push(fact)
    else {
      const subject = subjectOfEffect(effect)
      if (subject !== undefined) keepFirst(decisions, subject, fact)
    }
  }
  return { decisions, cancels, resends }
}

function keepFirst(decisions: Map<string, Decided>, subject: string, fact: Decided): void {
  const known = decisions.get(subject)
  if (known === undefined || fact.at < known.at || (fact.at === known.at && fact.effect.turn < known.effect.turn))
    decisions.set(subject, fact)
}

function subjectOfEffect(effect: Effect): string | undefined {
  switch (effect.kind) {
    case 'start attempt':
      return effect.attempt
    case 'start refund':
      return effect.refund
    case 'attach method':
    case 'create customer':
      return effect.key
    default:
      return undefined
  }
}

/**
 * An answer comes after the question, whatever the clocks say: providers tell whole seconds, and where calls take no time a
 * whole conversation has one instant.
 */
function placeOf(
  fact: Fact,
  facts: readonly Fact[],
  { decisions, cancels, resends }: Decisions,
  firstTold: ReadonlyMap<string, Fact>,
): Placed {
  switch (fact.kind) {
    case 'command accepted':
      return { fact, at: fact.at, turn: fact.turn }
    case 'decided':
      return { fact, at: fact.at, turn: fact.effect.turn }
    case 'customer created':
      return after(fact, decisions.get(`${fact.who}/customer`))
    case 'method attached':
      return onceHeardOf(fact, after(fact, decisions.get(fact.method)), facts)
    case 'method refused':
      return after(fact, decisions.get(fact.method))
    case 'refund succeeded':
    case 'refund failed':
      return after(fact, decisions.get(fact.refund))
    default: {
      const told = tellsOfMoney(fact) ? (firstTold.get(fact.attempt) ?? fact) : fact
      const cancel = cancels.get(fact.attempt)
      // We gave it up and asked for its end: how it ended, heard from then on, answers that, though it was true before.
      const isAnswer = cancel !== undefined && tellsOfEnd(fact) && told.recordedAt >= cancel.at
      const resent = fact.kind === 'payment not taken' || tellsOfEnd(fact) ? lastSent(resends, fact.attempt, told.at) : undefined
      const sent = resent ?? decisions.get(fact.attempt)
      return after(fact, isAnswer ? cancel : sent, told.at)
    }
  }
}

/**
 * A method that was kept and not heard of for a while: what was decided meanwhile was decided without it and stands, were it
 * that we gave up. Whoever hears of a method confirms it or charges it, in one and the same turn; all turns before that one
 * knew nothing of it.
 */
function onceHeardOf(fact: MethodKept, placed: Placed, facts: readonly Fact[]): Placed {
  const confirmation = `${fact.method} confirmation`
  let heard = Number.POSITIVE_INFINITY
  for (let i = 0; i < facts.length; i++) {
    const each = facts[i]!
    if (each.kind !== 'decided' || each.effect.turn >= heard) continue
    const { effect } = each
    if (effect.kind === 'send notice' ? effect.cause === confirmation : effect.kind === 'start attempt' && effect.method === fact.provider)
      heard = effect.turn
  }
  if (heard <= placed.turn + 1) return placed
  let { at, turn } = placed
  for (let i = 0; i < facts.length; i++) {
    const each = facts[i]!
    if (each.kind !== 'decided' || each.effect.turn >= heard || each.at < at || (each.at === at && each.effect.turn <= turn)) continue
    at = each.at
    turn = each.effect.turn
  }
  return { fact, at, turn }
}

/** Of an attempt that was sent again it is the last sending up to then that an answer belongs to. */
function lastSent(resends: readonly Decided[], attempt: string, until: Instant): Decided | undefined {
  let last: Decided | undefined
  for (let i = 0; i < resends.length; i++) {
    const resend = resends[i]!
    if (resend.effect.kind !== 'start attempt' || resend.effect.attempt !== attempt || resend.at > until) continue
    if (last === undefined || resend.effect.turn > last.effect.turn) last = resend
  }
  return last
}

const after = (fact: Fact, question: Decided | undefined, at: Instant = fact.at): Placed =>
  question === undefined ? { fact, at, turn: 0 } : { fact, at: at < question.at ? question.at : at, turn: question.effect.turn }

type MethodKept = Extract<Fact, { readonly kind: 'method attached' }>

type MoneyCame = Extract<Fact, { readonly kind: 'payment succeeded' | 'payment read' }>

const tellsOfMoney = (fact: Fact): fact is MoneyCame =>
  fact.kind === 'payment succeeded' || (fact.kind === 'payment read' && fact.found.status === 'paid')

export const tellsOfEnd = (fact: Fact): fact is OfAttempt =>
  fact.kind === 'payment read'
    ? fact.found.status === 'paid' || fact.found.status === 'failed'
    : fact.kind === 'payment failed' || tellsOfMoney(fact)

/**
 * The first fact that told us of an attempt's money. We have acted on when it says the money came; a later one that
 * knows an earlier time changes nothing of what was done.
 */
function firstToldIn(facts: readonly Fact[]): ReadonlyMap<string, Fact> {
  const first = new Map<string, MoneyCame>()
  for (let i = 0; i < facts.length; i++) {
    const fact = facts[i]!
    if (!tellsOfMoney(fact)) continue
    const known = first.get(fact.attempt)
    if (known === undefined || (fact.recordedAt - known.recordedAt || fact.at - known.at || inText(fact.id, known.id)) < 0)
      first.set(fact.attempt, fact)
  }
  return first
}

function compare(a: Placed, b: Placed): number {
  return (
    a.at - b.at ||
    a.turn - b.turn ||
    a.fact.recordedAt - b.fact.recordedAt ||
    inText(a.fact.kind, b.fact.kind) ||
    inText(a.fact.id, b.fact.id)
  )
}

const inText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
