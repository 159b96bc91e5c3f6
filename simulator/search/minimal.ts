import { type Candidate, choicesOf, commandsOf, type Element, elementsOf, keyOf, membersOf, without, withoutMember } from './candidate.ts'
import { fromTheStart } from './from-the-start.ts'
import { type Asking, holdsFor, type Search } from './search.ts'
import { simplify } from './simplify.ts'

/**
 * Takes away and simplifies until nothing more goes.
 * @returns how many removals were tried last, each without the class; 0 when the budget ended first
 */
export function* toMinimal(search: Search): Asking<number> {
  let before: string
  let verified: number
  do {
    before = keyOf(search.best)
    for (const who of membersOf(search.best))
      if (membersOf(search.best).length > 1) yield* holdsFor(search, withoutMember(search.best, who))
    yield* reduce(search, commandsOf)
    yield* reduce(search, choicesOf)
    yield* fromTheStart(search)
    yield* simplify(search)
    verified = yield* prove(search)
  } while (keyOf(search.best) !== before && !search.isSpent)
  return search.isSpent ? 0 : verified
}

/** Takes elements away in ever smaller chunks, and ends when no single one can be missed. */
export function* reduce(search: Search, list: (candidate: Candidate) => readonly Element[]): Asking<void> {
  let size = Math.ceil(list(search.best).length / 2)
  while (size > 0) {
    let isSmaller = false
    let from = 0
    while (from < list(search.best).length) {
      // From the end: what came last hangs on what came first, seldom the other way round.
      const all = list(search.best)
      const chunk = all.slice(Math.max(0, all.length - from - size), all.length - from)
      if (yield* holdsFor(search, without(search.best, chunk))) isSmaller = true
      else from += size
    }
    if (size === 1 && !isSmaller) return
    size = size === 1 ? 1 : Math.floor(size / 2)
  }
}

/** Removes each member and each element once more. @returns how many of those runs were without the class */
function* prove(search: Search): Asking<number> {
  const proven = search.best
  const members = membersOf(proven)
  const fewer = [
    ...(members.length > 1 ? members.map((who) => withoutMember(proven, who)) : []),
    ...elementsOf(proven).map((element) => without(proven, [element])),
  ]
  let gone = 0
  for (const candidate of fewer)
    if (yield* holdsFor(search, candidate)) return 0
    else gone++
  return gone
}
