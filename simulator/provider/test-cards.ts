import type { Method } from '#machines'

/** The vendor's names of cards and accounts that behave so. @source SN, test payment methods */
export const cardFor: Readonly<Record<Method, string>> = {
  card: 'pm_card_visa',
  'card needing authentication': 'pm_card_authenticationRequired',
  'card without funds': 'pm_card_chargeDeclinedInsufficientFunds',
  'card expired': 'pm_card_chargeDeclinedExpiredCard',
  'bank debit': 'pm_usBankAccount_success',
  'bank debit without funds': 'pm_usBankAccount_insufficientFunds',
}
