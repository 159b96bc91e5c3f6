import { type Form, type Operation } from './domain/operation.ts'

/** What an outcome does to the subscription. */
export const subscriptionCodes = [
  'keep',
  'start',
  'apply change',
  'renew',
  'past due',
  'unpaid',
  'cancel',
  'end by policy',
  'cancel by refund policy',
  'schedule',
  'drop',
] as const
/** What it does to the invoice; `void all` to every unpaid one. */
export const invoiceCodes = [
  'none',
  'keep',
  'quote',
  'open',
  'paid',
  'void',
  'void all',
  'end by policy',
  'write off',
  'credit note',
] as const
/** What it does to access. */
export const entitlementCodes = ['keep', 'grant', 'revoke', 'grace', 'revoke by refund policy'] as const
/** What it posts. `suspense` is money that is not ours: it is the customer's credit and goes back. */
export const ledgerCodes = ['none', 'cash', 'receivable', 'reversal', 'write off', 'suspense'] as const
/** What happens to collecting; `again now` gives a new method the whole budget. */
export const retryCodes = ['none', 'by policy', 'new method', 'customer', 'look up', 'again now'] as const
/** What the customer is told. */
export const noticeCodes = ['none', 'receipt', 'failure', 'action needed', 'confirmation'] as const

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

/** What happens without the outcome of a payment: an operation begins, or time ends something. */
export const passages = [
  'signup paid opens',
  'signup trial opens',
  'first charge opens',
  'renewal opens',
  'upgrade opens',
  'quantity up opens',
  'signup dropped',
  'change dropped',
  'scheduled cancel takes place',
  'debt ends',
] as const
export type Passage = (typeof passages)[number]

export interface Matrix {
  readonly cells: Readonly<Record<Operation, Readonly<Record<Form, MatrixCell>>>>
  readonly passages: Readonly<Record<Passage, Consequence>>
}

const does = (
  subscription: Consequence['subscription'],
  invoice: Consequence['invoice'],
  entitlement: Consequence['entitlement'],
  ledger: Consequence['ledger'],
  retry: Consequence['retry'],
  notice: Consequence['notice'],
): Consequence => ({ subscription, invoice, entitlement, ledger, retry, notice })
const impossible = (reason: string): MatrixCell => ({ impossible: reason })
const refused = (reason: string): MatrixCell => ({ refused: reason })

// The forms that read the same in every row that charges.
const noSettlingMethod = refused('no method that settles days later is on offer')
const wholeAmount = impossible('a card pays the whole amount asked, or nothing')
const noReversals = refused('disputes and reversals by the bank are not taken in')
const again = does('keep', 'keep', 'keep', 'none', 'none', 'none')
const tooLate = does('keep', 'keep', 'keep', 'suspense', 'none', 'confirmation')
const charging = { PR: noSettlingMethod, P: wholeAmount, L: tooLate, X: noReversals, N: again } as const

const noPayment = impossible('no payment is involved')
const withoutPayment = {
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

// An unpaid change leaves everything as it was.
const change = {
  S: does('apply change', 'paid', 'grant', 'cash', 'none', 'receipt'),
  Fs: does('keep', 'keep', 'keep', 'none', 'by policy', 'failure'),
  Fh: does('keep', 'void', 'keep', 'none', 'new method', 'failure'),
  A: does('keep', 'keep', 'keep', 'none', 'customer', 'action needed'),
  U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
  E: does('keep', 'void', 'keep', 'none', 'none', 'none'),
  ...charging,
} as const

const scheduled = { S: does('schedule', 'none', 'keep', 'none', 'none', 'confirmation'), ...withoutPayment } as const

const noMethodOutcome = impossible('keeping a method moves no money')
const noAnswer = impossible('a method whose keeping has no answer yet is asked for again under the same key')

const ofWaitingPayment = impossible('the outcome belongs to the operation whose payment waits')

const gaveUp = does('end by policy', 'end by policy', 'revoke', 'write off', 'none', 'failure')
const noOutcome = impossible('time ends it, not the outcome of a payment')

const refund = {
  Fs: does('keep', 'keep', 'keep', 'none', 'by policy', 'none'),
  Fh: does('keep', 'keep', 'keep', 'none', 'none', 'confirmation'),
  A: refused('cards need no account of the customer to give money back'),
  U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
  PR: noSettlingMethod,
  P: wholeAmount,
  L: impossible('a refund has no time by which it must arrive'),
  X: noReversals,
  N: again,
  E: impossible('more than is left of a payment is refused before it is asked'),
} as const

/**
 * What every outcome of every operation does, where cycle, proration and retries are ours.
 * A row is an operation, a column one of the eleven forms.
 */
export const standardMatrix: Matrix = {
  cells: {
    'signup paid': {
      ...change,
      S: does('start', 'paid', 'grant', 'cash', 'none', 'receipt'),
    },
    // The method is what comes out: kept, refused, or no answer yet.
    'signup trial': {
      S: does('start', 'none', 'grant', 'none', 'none', 'confirmation'),
      Fs: noAnswer,
      Fh: does('drop', 'none', 'keep', 'none', 'new method', 'failure'),
      A: refused('keeping a method asks the bank nothing here'),
      U: noAnswer,
      PR: noSettlingMethod,
      P: noMethodOutcome,
      L: noMethodOutcome,
      X: noMethodOutcome,
      N: again,
      E: noMethodOutcome,
    },
    // Service for the new period has not begun, so nothing is owed for it and nothing is granted until it is paid.
    'trial end': {
      S: does('renew', 'paid', 'keep', 'cash', 'none', 'receipt'),
      Fs: does('past due', 'keep', 'revoke', 'none', 'by policy', 'failure'),
      Fh: does('end by policy', 'end by policy', 'revoke', 'none', 'new method', 'failure'),
      A: does('past due', 'keep', 'revoke', 'none', 'customer', 'action needed'),
      U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
      E: does('past due', 'keep', 'revoke', 'none', 'new method', 'none'),
      ...charging,
    },
    renewal: {
      S: does('renew', 'paid', 'keep', 'cash', 'none', 'receipt'),
      Fs: does('past due', 'keep', 'grace', 'receivable', 'by policy', 'failure'),
      Fh: does('past due', 'keep', 'grace', 'receivable', 'new method', 'failure'),
      A: does('past due', 'keep', 'grace', 'receivable', 'customer', 'action needed'),
      U: does('keep', 'keep', 'grace', 'none', 'look up', 'none'),
      E: does('past due', 'keep', 'grace', 'receivable', 'new method', 'none'),
      ...charging,
    },
    'upgrade now': change,
    'quantity up now': change,
    'downgrade at period end': scheduled,
    'quantity down at period end': scheduled,
    'cancel now': {
      S: does('cancel', 'void all', 'revoke', 'write off', 'none', 'confirmation'),
      ...withoutPayment,
      // The payment on its way must end first; its success then is money that comes too late.
      U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
      L: tooLate,
    },
    'cancel at period end': scheduled,
    'method update': {
      S: does('keep', 'keep', 'keep', 'none', 'again now', 'confirmation'),
      Fs: noAnswer,
      Fh: does('keep', 'keep', 'keep', 'none', 'none', 'failure'),
      A: refused('keeping a method asks the bank nothing here'),
      U: noAnswer,
      PR: noSettlingMethod,
      P: noMethodOutcome,
      L: noMethodOutcome,
      X: noMethodOutcome,
      N: again,
      E: noMethodOutcome,
    },
    authenticate: {
      S: ofWaitingPayment,
      Fs: ofWaitingPayment,
      Fh: ofWaitingPayment,
      A: ofWaitingPayment,
      U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
      PR: noSettlingMethod,
      P: wholeAmount,
      L: ofWaitingPayment,
      X: noReversals,
      N: again,
      E: ofWaitingPayment,
    },
    'dunning retry': {
      S: does('renew', 'paid', 'grant', 'cash', 'none', 'receipt'),
      Fs: does('past due', 'keep', 'keep', 'none', 'by policy', 'failure'),
      Fh: does('unpaid', 'keep', 'revoke', 'none', 'new method', 'failure'),
      A: does('past due', 'keep', 'keep', 'none', 'customer', 'action needed'),
      U: does('keep', 'keep', 'keep', 'none', 'look up', 'none'),
      E: does('past due', 'keep', 'keep', 'none', 'new method', 'none'),
      ...charging,
    },
    'dunning end': {
      S: impossible('a paid invoice has left dunning'),
      Fs: gaveUp,
      Fh: gaveUp,
      A: gaveUp,
      U: refused('nothing ends while the outcome of a payment is unknown'),
      PR: noSettlingMethod,
      P: wholeAmount,
      L: noOutcome,
      X: noOutcome,
      N: again,
      E: gaveUp,
    },
    // All that was paid for the running period.
    'refund full': {
      ...refund,
      S: does('cancel by refund policy', 'credit note', 'revoke by refund policy', 'reversal', 'none', 'confirmation'),
    },
    'refund partial': {
      ...refund,
      S: does('keep', 'credit note', 'keep', 'reversal', 'none', 'confirmation'),
    },
  },
  passages: {
    'signup paid opens': does('keep', 'quote', 'keep', 'none', 'none', 'none'),
    'signup trial opens': does('keep', 'none', 'keep', 'none', 'none', 'none'),
    'first charge opens': does('keep', 'quote', 'keep', 'none', 'none', 'none'),
    'renewal opens': does('keep', 'open', 'keep', 'receivable', 'none', 'none'),
    'upgrade opens': does('keep', 'quote', 'keep', 'none', 'none', 'none'),
    'quantity up opens': does('keep', 'quote', 'keep', 'none', 'none', 'none'),
    'signup dropped': does('drop', 'void', 'keep', 'none', 'none', 'none'),
    'change dropped': does('keep', 'void', 'keep', 'none', 'none', 'none'),
    'scheduled cancel takes place': does('cancel', 'none', 'revoke', 'none', 'none', 'none'),
    'debt ends': does('cancel', 'write off', 'revoke', 'write off', 'none', 'none'),
  },
}
