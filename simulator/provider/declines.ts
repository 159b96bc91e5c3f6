/**
 * Why a bank, a network or the vendor says no, by what helps.
 * @source billing.md 1.6 ◐, from SD/declines/codes and the nine codes that the vendor does not send again
 */
const groups = {
  /** The same card may work later. */
  'try later': [
    'insufficient_funds',
    'try_again_later',
    'processing_error',
    'issuer_not_available',
    'reenter_transaction',
    'approve_with_id',
    'card_velocity_exceeded',
    'withdrawal_count_limit_exceeded',
    'no_action_taken',
  ],
  /** The bank does not say; the same card may work later. */
  unexplained: ['do_not_honor', 'generic_decline', 'call_issuer', 'security_violation', 'service_not_allowed', 'not_permitted'],
  /** The bank wants its customer. */
  'customer needed': ['authentication_required'],
  /** Not with this card as it is. */
  'new card': [
    'expired_card',
    'incorrect_number',
    'incorrect_cvc',
    'invalid_account',
    'card_not_supported',
    'currency_not_supported',
    'new_account_information_available',
    'pin_try_exceeded',
    'restricted_card',
  ],
  /** Never again. */
  never: [
    'lost_card',
    'stolen_card',
    'pickup_card',
    'fraudulent',
    'merchant_blacklist',
    'highest_risk_level',
    'revocation_of_authorization',
    'revocation_of_all_authorizations',
    'stop_payment_order',
    'transaction_not_allowed',
    'do_not_try_again',
  ],
  /** The request was wrong, and the bank is right. */
  'our mistake': ['duplicate_transaction', 'invalid_amount', 'testmode_decline'],
} as const
type Group = keyof typeof groups
export type DeclineCode = (typeof groups)[Group][number]

export interface Decline {
  readonly code: DeclineCode
  readonly group: Group
  /** Does the same card only ever say the same? */
  readonly isHard: boolean
  /** `code` of the error: a few declines have their own, the others hide behind `card_declined`. @source SN `PaymentIntent.LastPaymentError.Code` */
  readonly error: string
  /** What the vendor tells the merchant to do. @source SN `Charge.Outcome.AdviceCode`; which decline has which ○ */
  readonly advice: 'try_again_later' | 'confirm_card_data' | 'do_not_try_again' | null
  readonly message: string
}

const advice: Readonly<Record<Group, Decline['advice']>> = {
  'try later': 'try_again_later',
  unexplained: 'try_again_later',
  'customer needed': null,
  'new card': 'confirm_card_data',
  never: 'do_not_try_again',
  'our mistake': 'do_not_try_again',
}

const ownErrors: ReadonlySet<DeclineCode> = new Set([
  'expired_card',
  'incorrect_number',
  'incorrect_cvc',
  'processing_error',
  'authentication_required',
])

const ownMessages: Partial<Record<DeclineCode, string>> = {
  insufficient_funds: 'declined: not enough money on the card',
  expired_card: 'declined: the card is past its date',
  authentication_required: 'declined: the bank wants to ask the customer',
  incorrect_number: 'declined: there is no card of this number',
  incorrect_cvc: 'declined: the code on the card is another one',
  processing_error: 'declined: something broke on the way to the bank',
}

const hardGroups: ReadonlySet<Group> = new Set(['customer needed', 'new card', 'never', 'our mistake'])

const decline = (code: DeclineCode, group: Group): Decline => ({
  code,
  group,
  isHard: hardGroups.has(group),
  error: ownErrors.has(code) ? code : 'card_declined',
  advice: advice[group],
  message: ownMessages[code] ?? 'declined',
})

export const declines = Object.freeze(
  Object.fromEntries(
    (Object.keys(groups) as Group[]).flatMap((group) => groups[group].map((code) => [code, decline(code, group)] as const)),
  ),
) as Readonly<Record<DeclineCode, Decline>>

export const declinesIn = (group: Group): readonly DeclineCode[] => groups[group]

/**
 * Declines after which the same card is not tried again.
 * @source billing.md 1.6
 */
export const isHard = (code: DeclineCode): boolean => declines[code].isHard

/** What an error about a decline says. */
export const declineError = ({
  code,
  error,
  advice: then,
  message,
}: Decline): { readonly code: string; readonly decline_code: DeclineCode; readonly message: string; readonly advice_code?: string } => ({
  code: error,
  decline_code: code,
  ...(then === null ? {} : { advice_code: then }),
  message,
})
