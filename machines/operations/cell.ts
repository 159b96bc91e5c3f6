/** What an outcome does to the subscription. */
export const subscriptionCodes = [
  'keep',
  'start',
  'advance',
  'apply change',
  'renew',
  'past due',
  'unpaid',
  'cancel',
  'end by policy',
  'cancel by refund policy',
  'schedule',
  'unschedule cancel',
  'move trial end',
  'seat',
  'pause',
  'resume',
  'drop',
  'revert change',
  'restore',
] as const
/** What it does to the invoice; `void all` to every unpaid one. */
export const invoiceCodes = [
  'none',
  'keep',
  'quote',
  'open',
  'paid',
  'paid in part',
  'void',
  'void all',
  'end by policy',
  'write off',
  'credit note',
  'credit unused',
  'credit difference',
  'credit reverted',
  'charge back',
  'restore',
] as const
/** What it does to access. */
export const entitlementCodes = [
  'keep',
  'grant',
  'revoke',
  'grace',
  'until due',
  'provisional by policy',
  'revoke by refund policy',
  'withhold by policy',
  'take back',
  'restore',
] as const
/**
 * What it posts. `suspense` is money that is not ours and goes back; `goodwill` is credit that we give for nothing, `balance`
 * credit for what was paid and is not used; `bank` is money that came without the provider. `hold` is money that a bank has for
 * now, which it keeps when we `lose` it.
 */
export const ledgerCodes = [
  'none',
  'cash',
  'receivable',
  'reversal',
  'write off',
  'suspense',
  'goodwill',
  'balance',
  'bank',
  'hold',
  'lose',
  'return',
] as const
/**
 * What happens to collecting; `again now` gives a new method the whole budget, `no more` says that one try was all, `remind` asks the
 * customer again when a card would be tried again.
 */
export const retryCodes = ['none', 'no more', 'by policy', 'new method', 'customer', 'look up', 'again now', 'remind'] as const
/** What the customer is told. */
export const noticeCodes = ['none', 'receipt', 'failure', 'action needed', 'confirmation', 'invoice', 'reminder'] as const

/** The six effects of one cell. */
export interface Consequence {
  readonly subscription: (typeof subscriptionCodes)[number]
  readonly invoice: (typeof invoiceCodes)[number]
  readonly entitlement: (typeof entitlementCodes)[number]
  readonly ledger: (typeof ledgerCodes)[number]
  readonly retry: (typeof retryCodes)[number]
  readonly notice: (typeof noticeCodes)[number]
}

export type MatrixCell = Consequence | { readonly impossible: string } | { readonly refused: string }

export const does = (
  subscription: Consequence['subscription'],
  invoice: Consequence['invoice'],
  entitlement: Consequence['entitlement'],
  ledger: Consequence['ledger'],
  retry: Consequence['retry'],
  notice: Consequence['notice'],
): Consequence => ({ subscription, invoice, entitlement, ledger, retry, notice })
export const impossible = (reason: string): MatrixCell => ({ impossible: reason })
export const refused = (reason: string): MatrixCell => ({ refused: reason })

// What reads the same in many rows.
/** Its bank has taken the order: policy says what may be used until that is settled, and nothing is owed yet. */
export const provisional = does('keep', 'keep', 'provisional by policy', 'none', 'look up', 'none')
/** Its bank has taken the order: everything stays as it is until that is settled. */
const ordered = does('keep', 'keep', 'keep', 'none', 'look up', 'none')
export const wholeAmount = impossible('a card pays the whole amount asked, or nothing')
/** What was paid for the running time was lost to the bank: nothing is left to go on with. Its money and its invoice are the dispute's. */
const endsWithLoss = does('end by policy', 'keep', 'take back', 'none', 'none', 'none')
/** The same outcome told once more. */
export const again = does('keep', 'keep', 'keep', 'none', 'none', 'none')
export const tooLate = does('keep', 'keep', 'keep', 'suspense', 'none', 'confirmation')

/** The forms that read the same in every row that charges. */
export const charging = { PR: ordered, P: wholeAmount, L: tooLate, X: endsWithLoss, N: again } as const

const noPayment = impossible('no payment is involved')
/** All forms but S of a row that charges nothing. */
export const withoutPayment = {
  Fs: noPayment,
  Fh: noPayment,
  A: noPayment,
  U: noPayment,
  PR: noPayment,
  P: noPayment,
  L: noPayment,
  X: noPayment,
  N: again,
  E: noPayment,
} as const
