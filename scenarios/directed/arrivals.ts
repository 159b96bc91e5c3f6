import type { Command, Duration, Start } from '#machines'
import { days, hours, minutes } from '#machines'
import { declined, declinedForGood, needsAction } from './outcomes.ts'
import type { Tale, Try } from './tale.ts'

/** More than the least plan and the least quantity, so that both can go up and down. */
export const signup: Command & { readonly do: 'subscribe' } = { do: 'subscribe', plan: 'pro', quantity: 2, method: 'card' }
export const trial: Command & { readonly do: 'subscribe' } = { ...signup, trial: days(14) }

/** The first charge asks for the method, and without one comes out as a refusal for good. */
export const trialWithoutMethod: Command & { readonly do: 'subscribe' } = { do: 'subscribe', plan: 'pro', quantity: 2, trial: days(14) }

/** Invoices are sent, and no card is there to be charged. */
export const signupOnTerms: Command & { readonly do: 'subscribe' } = { do: 'subscribe', plan: 'pro', quantity: 2, terms: days(14) }

export const signUp = (tale: Tale, command = signup): Try => {
  const asks = tale.ask(command)
  return tale.tryOf('signup', asks)
}

/** What there was before: a subscription that was paid for and ended. */
export function pastLife(tale: Tale): void {
  signUp(tale)
  tale.wait(days(2))
  tale.ask({ do: 'cancel', when: 'now' })
  tale.wait(days(1))
}

export const beginTrial = (tale: Tale): void => {
  tale.ask(trial)
}

/** A renewal was declined, and a retry is planned. */
export function missRenewal(tale: Tale): Try {
  const first = tale.toCharge()
  declined(tale, first)
  return first
}

/** A renewal about which nobody answered the bank was given up, and the subscription ended. @returns its last try */
export function givenUp(tale: Tale): Try {
  signUp(tale)
  const last = tale.toCharge()
  needsAction(tale, last)
  tale.wait(days(17))
  return last
}

type Arrival = (tale: Tale) => void

/** How a customer comes to stand where the legality table says; a text says why nobody can. */
export const arrivals: Readonly<Record<Start, Arrival | string>> = {
  none: () => undefined,
  incomplete: (tale) => {
    needsAction(tale, signUp(tale))
    tale.wait(hours(1))
  },
  trialing: (tale) => {
    beginTrial(tale)
    tale.wait(days(3))
  },
  active: (tale) => {
    signUp(tale)
    tale.wait(days(3))
  },
  'active, cancel scheduled': (tale) => {
    signUp(tale)
    tale.wait(days(2))
    tale.ask({ do: 'cancel', when: 'period end' })
    tale.wait(days(1))
  },
  renewing: (tale) => {
    signUp(tale)
    tale.toPeriodEnd()
    tale.wait(minutes(30))
  },
  'past due, in grace': (tale) => {
    signUp(tale)
    missRenewal(tale)
    tale.wait(hours(1))
  },
  'past due, without grace': (tale) => {
    signUp(tale)
    pastGrace(tale)
  },
  unpaid: (tale) => {
    signUp(tale)
    declinedForGood(tale, tale.toRetry(missRenewal(tale), gap(tale, 0)))
    tale.wait(hours(1))
  },
  paused: (tale) => {
    signUp(tale)
    tale.wait(days(3))
    tale.ask({ do: 'pause' })
    tale.wait(days(1))
  },
  canceled: (tale) => {
    signUp(tale)
    tale.wait(days(2))
    tale.ask({ do: 'cancel', when: 'now' })
    tale.wait(days(1))
  },
}

export const gap = ({ policy }: Tale, retry: number): Duration => policy.retries[retry] ?? days(1)

/** All retries but the last were declined, and grace is over before the last is made. */
export function pastGrace(tale: Tale): void {
  let last = missRenewal(tale)
  for (let retry = 0; retry < tale.policy.retries.length - 1; retry++) {
    last = tale.toRetry(last, gap(tale, retry))
    declined(tale, last)
  }
  tale.wait((gap(tale, tale.policy.retries.length - 1) - hours(6)) as Duration)
}
