import type { Method, Who } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import { named } from '../kernel/name.ts'
import type { Work } from './work.ts'

/** How an attempt may end other than the card's own way. */
export const outcomeOptions = ['declined:insufficient_funds', 'declined:do_not_honor', 'declined:expired_card', 'needs action'] as const
export type OutcomeOption = (typeof outcomeOptions)[number]

/** Ends the name `ada/renewal 2024-02-29/attempt 1/outcome`. */
export const outcomeChoice = choiceKind('outcome')

export type DeclineCode = 'insufficient_funds' | 'do_not_honor' | 'expired_card' | 'authentication_required'

/** What an attempt met at the bank. */
export type BankAnswer =
  | { readonly kind: 'approved' }
  | { readonly kind: 'declined'; readonly code: DeclineCode }
  | { readonly kind: 'asks' }

const approved: BankAnswer = { kind: 'approved' }
const asks: BankAnswer = { kind: 'asks' }
const declines: Readonly<Record<DeclineCode, BankAnswer>> = {
  insufficient_funds: { kind: 'declined', code: 'insufficient_funds' },
  do_not_honor: { kind: 'declined', code: 'do_not_honor' },
  expired_card: { kind: 'declined', code: 'expired_card' },
  authentication_required: { kind: 'declined', code: 'authentication_required' },
}

const drawn: Readonly<Record<OutcomeOption, BankAnswer>> = {
  'declined:insufficient_funds': declines.insufficient_funds,
  'declined:do_not_honor': declines.do_not_honor,
  'declined:expired_card': declines.expired_card,
  'needs action': asks,
}

const usual: Readonly<Record<Method, BankAnswer>> = {
  card: approved,
  'card needing authentication': asks,
  'card without funds': declines.insufficient_funds,
  'card expired': declines.expired_card,
}

/** The bank's answer once the customer has proven who they are: what the card itself can do. */
export const afterAuthentication = (method: Method): BankAnswer => (method === 'card needing authentication' ? approved : usual[method])

/** A purpose as part of a name; slashes would cut it. */
export const asPurpose = (words: string): string => (words.includes('/') ? words.replaceAll('/', ' ') : words)

/**
 * Asks the bank. The card answers as it does, unless the choice named by customer, purpose and attempt says otherwise.
 * @param purpose domain identity, `renewal 2024-02-29`; attempts are counted per purpose, so that no name comes up twice
 */
export function askBank(work: Work, owner: Who, purpose: string, method: Method): BankAnswer {
  const ordinal = work.store.nextAttempt(owner, purpose)
  if (work.choices.active) {
    const option = work.choices.among(named(owner).of(purpose).of(`attempt ${ordinal}`), outcomeChoice, outcomeOptions)
    if (option !== undefined) return drawn[option]
  }
  return usual[method]
}

/**
 * Declines after which the same card is not tried again: of the vendor's nine the one that is modelled, and an expired card.
 * @source billing.md 1.6
 */
export const isHard = (code: DeclineCode): boolean => code === 'expired_card' || code === 'authentication_required'

/** `code` of the error for a decline; an expired card has its own, the others hide behind `card_declined`. */
export const errorCodeOf = (code: DeclineCode): string =>
  code === 'expired_card' ? 'expired_card' : code === 'authentication_required' ? 'authentication_required' : 'card_declined'

export const messageOf = (code: DeclineCode): string =>
  code === 'insufficient_funds'
    ? 'declined: not enough money on the card'
    : code === 'expired_card'
      ? 'declined: the card is past its date'
      : code === 'authentication_required'
        ? 'declined: the bank wants to ask the customer'
        : 'declined'
