import type { AccountState } from './domain/account.ts'
import type { Fact } from './domain/fact.ts'
import type { Instant } from './domain/instant.ts'
import { advance } from './advance.ts'
import { tellsOfEnd } from './asked.ts'
import { latest } from './latest.ts'
import { inFlightStates } from './payment-attempt.ts'
import type { Fold } from './scene.ts'

/** A fact of an attempt. */
export type OfAttempt = Extract<Fact, { readonly attempt: string }>

/**
 * Nothing waits for a payment that the customer is asked about: what it is for expires, is given up or canceled by the clock
 * and by commands alone. So its end counts from when we hear of it, or what was over would begin again.
 */
export const mustBeHeard = ({ attempts }: AccountState, { attempt }: OfAttempt): boolean =>
  latest(attempts, attempt)?.state === 'needs action'

const tellsOfQuestion = (fact: Fact): fact is OfAttempt =>
  fact.kind === 'payment needs action' || (fact.kind === 'payment read' && fact.found.status === 'needs action')

/**
 * That the bank asked for something, heard when we knew already how it ended, asks nothing of anybody: what we did by that
 * end, not knowing of any question, stands.
 */
export const isMoot = (fact: Fact, facts: readonly Fact[]): boolean =>
  tellsOfQuestion(fact) && facts.some((each) => tellsOfEnd(each) && each.attempt === fact.attempt && each.recordedAt < fact.recordedAt)

/** Lets what was heard up to an instant have its effect, in the order in which it was heard, and takes it off the list. */
export function hear(fold: Fold, unheard: OfAttempt[], until: Instant): void {
  while (unheard.length > 0) {
    let first = 0
    for (let i = 1; i < unheard.length; i++) if (unheard[i]!.recordedAt < unheard[first]!.recordedAt) first = i
    const fact = unheard[first]!
    if (fact.recordedAt > until) return
    unheard.splice(first, 1)
    advance(fold, fact.recordedAt, fact)
  }
}

/** Once the customer has answered us, everything waits for how that ends: then it counts from when it was true. */
export function hearAnswered(fold: Fold, unheard: OfAttempt[]): void {
  for (let i = 0; i < unheard.length; i++) {
    const fact = unheard[i]!
    const attempt = latest(fold.account.attempts, fact.attempt)
    if (attempt === undefined || !inFlightStates.has(attempt.state)) continue
    unheard.splice(i--, 1)
    advance(fold, fold.at, fact)
  }
}
