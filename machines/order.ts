import { Asked, inText, type MethodKept } from './asked.ts'
import type { Decided, Fact } from './domain/fact.ts'
import type { Instant } from './domain/instant.ts'

/** A fact with its place among an account's: when it counts from, and in whose turn. */
export interface Placed {
  readonly fact: Fact
  readonly at: Instant
  readonly turn: number
}

/** An account's facts in order, each id once. */
export interface Ordered {
  readonly facts: readonly Fact[]
  readonly placed: readonly Placed[]
  readonly asked: Asked
}

/**
 * By when it was true, whose turn it was, when we knew, kind and id; each id once.
 * @param before an earlier list of the account's: the same comes out, sooner when this one goes on from it
 */
export const inOrder = (facts: readonly Fact[], before?: Ordered): Ordered =>
  (before === undefined ? undefined : goneOn(facts, before)) ?? afresh(facts)

/** @returns undefined when what is new moves what was placed before, or says it again */
function goneOn(facts: readonly Fact[], before: Ordered): Ordered | undefined {
  const { facts: known, asked } = before
  if (!asked.isAbout(known.length) || known.length > facts.length) return undefined
  for (let i = 0; i < known.length; i++) if (facts[i] !== known[i]) return undefined
  for (let i = known.length; i < facts.length; i++) if (!asked.goesOnWith(facts[i]!)) return undefined
  const placed = before.placed.slice()
  for (let i = known.length; i < facts.length; i++) putIn(placed, placeOf(facts[i]!, facts, asked))
  return { facts, placed, asked }
}

function afresh(facts: readonly Fact[]): Ordered {
  const asked = new Asked()
  let hasRepeats = false
  for (let i = 0; i < facts.length; i++) {
    if (asked.has(facts[i]!.id)) hasRepeats = true
    asked.take(facts[i]!)
  }
  const placed: Placed[] = []
  for (let i = 0; i < facts.length; i++) putIn(placed, placeOf(facts[i]!, facts, asked))
  return { facts, placed: hasRepeats ? withoutRepeats(placed) : placed, asked }
}

/** They come nearly in order: each is put in from the end, which beats a sort. */
function putIn(placed: Placed[], next: Placed): void {
  let place = placed.length
  placed.push(next)
  for (; place > 0 && compare(placed[place - 1]!, next) > 0; place--) placed[place] = placed[place - 1]!
  placed[place] = next
}

function withoutRepeats(placed: readonly Placed[]): readonly Placed[] {
  const seen = new Set<string>()
  return placed.filter(({ fact: { id } }) => !seen.has(id) && seen.add(id))
}

/**
 * An answer comes after the question, whatever the clocks say: providers tell whole seconds, and where calls take no time a
 * whole conversation has one instant.
 */
function placeOf(fact: Fact, facts: readonly Fact[], asked: Asked): Placed {
  switch (fact.kind) {
    case 'command accepted':
      return { fact, at: fact.at, turn: fact.turn }
    case 'decided':
      return { fact, at: fact.at, turn: fact.effect.turn }
    // Banks, card networks and whoever is at the dashboard say what they like when they like: nothing waits for it, and what was done before we heard of it stands.
    case 'dispute told':
    case 'refund told':
    case 'card replaced':
    case 'method detached':
      return { fact, at: fact.recordedAt, turn: fact.turn }
    case 'customer created':
      return after(fact, asked.about(`${fact.who}/customer`))
    case 'method attached':
      return onceHeardOf(fact, after(fact, asked.about(fact.method)), facts, asked)
    case 'method refused':
      return after(fact, asked.about(fact.method))
    case 'refund succeeded':
    case 'refund failed':
      return after(fact, asked.ofRefund(fact))
    default: {
      const { question, at } = asked.ofAttempt(fact)
      return after(fact, question, at)
    }
  }
}

/**
 * A method that was kept and not heard of for a while: what was decided meanwhile was decided without it and stands, were it
 * that we gave up. Whoever hears of a method confirms it or charges it, in one and the same turn; all turns before that one
 * knew nothing of it.
 */
function onceHeardOf(fact: MethodKept, placed: Placed, facts: readonly Fact[], asked: Asked): Placed {
  const heard = asked.heardOf(fact, facts)
  if (heard <= placed.turn + 1) return placed
  asked.methodIsUnheard()
  let { at, turn } = placed
  for (let i = 0; i < facts.length; i++) {
    const each = facts[i]!
    if (each.kind !== 'decided' || each.effect.turn >= heard || each.at < at || (each.at === at && each.effect.turn <= turn)) continue
    // Of one that was never used, since somebody took it off, no decision tells; what was decided after it was written knew of it.
    if (heard === Number.POSITIVE_INFINITY && each.recordedAt > fact.recordedAt) continue
    at = each.at
    turn = each.effect.turn
  }
  return { fact, at, turn }
}

const after = (fact: Fact, question: Decided | undefined, at: Instant = fact.at): Placed =>
  question === undefined ? { fact, at, turn: 0 } : { fact, at: at < question.at ? question.at : at, turn: question.effect.turn }

function compare(a: Placed, b: Placed): number {
  return (
    a.at - b.at ||
    a.turn - b.turn ||
    a.fact.recordedAt - b.fact.recordedAt ||
    inText(a.fact.kind, b.fact.kind) ||
    inText(a.fact.id, b.fact.id)
  )
}
