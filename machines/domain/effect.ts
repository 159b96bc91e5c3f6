import type { Method, Who } from './command.ts'
import type { Instant } from './instant.ts'
import type { Currency, Minor } from './money.ts'
import type { InvoiceLine, InvoiceReason, NoticeRow } from './view.ts'

/**
 * Something the outside world is owed: asked of the provider or told to the customer. `key` is a path of domain
 * identity, the same however often the account is recomputed; a `decided` fact with that key ends the debt.
 * An outbox performs each under its key until it has an answer; a payment without one is a fact (`payment unknown`).
 */
export type Effect = {
  /** How far the account had come when this became owed: what one decision led to comes after it, also within one instant. */
  readonly turn: number
} & Debt

export type Debt =
  | { readonly kind: 'create customer'; readonly key: string; readonly who: Who }
  | {
      readonly kind: 'attach method'
      /** The method's path, `ada/method 2`; the answer's fact names it. */
      readonly key: string
      readonly who: Who
      readonly method: Method
      readonly customer: string
    }
  | {
      readonly kind: 'start attempt'
      /** The attempt's path; a second sending after a look-up found nothing adds `/send 2`. */
      readonly key: string
      readonly who: Who
      /** The attempt's path, and its idempotency key however often it is sent: `ada/sub 1/renewal 2024-02-29/attempt 2`. */
      readonly attempt: string
      readonly invoice: string
      readonly ordinal: number
      readonly send: number
      readonly amount: Minor
      /** What the credit balance covers beside it. */
      readonly credited: Minor
      /** What the invoice said when this was decided; it is what the money is for. */
      readonly lines: readonly InvoiceLine[]
      readonly currency: Currency
      readonly customer: string
      /** The provider's id of the payment method. */
      readonly method: string
      readonly reason: InvoiceReason
      /** The invoice's name within its customer, without slashes: `renewal 2024-02-29`. */
      readonly purpose: string
      /** Start of the time that is paid for. */
      readonly from: Instant
      /** The invoice was given up; the customer pays it after all. */
      readonly isDebt: boolean
      /** The customer is there and can answer the bank. */
      readonly onSession: boolean
    }
  | {
      readonly kind: 'look up attempt'
      readonly key: string
      readonly who: Who
      readonly attempt: string
      readonly payment: string | undefined
    }
  | { readonly kind: 'cancel payment'; readonly key: string; readonly who: Who; readonly attempt: string; readonly payment: string }
  /** The customer's answer to the bank's question is carried to the provider. */
  | {
      readonly kind: 'answer bank'
      readonly key: string
      readonly who: Who
      readonly attempt: string
      readonly payment: string
      readonly succeeds: boolean
    }
  | {
      readonly kind: 'start refund'
      /** `ada/sub 1/signup/refund 1/try 1`, and the idempotency key. */
      readonly key: string
      readonly who: Who
      readonly refund: string
      readonly amount: Minor
      /** The provider's ids of the payment and of the charge that is given back. */
      readonly payment: string
      readonly charge: string
    }
  /** Deciding it is all of it: nobody is asked. The number goes with the decision, so that two invoices never get one. */
  | { readonly kind: 'number invoice'; readonly key: string; readonly who: Who; readonly invoice: string; readonly number: number }
  | {
      readonly kind: 'send notice'
      readonly key: string
      readonly who: Who
      readonly notice: NoticeRow['kind']
      readonly cause: string
      /** By when what is sent with it, or reminded of, is to be paid. */
      readonly due?: Instant
    }
  /** An operator is told that a job is dead, once for each death. No fact leads to it: the outbox owes it by itself. */
  | {
      readonly kind: 'raise alert'
      readonly key: string
      readonly who: Who
      readonly to: 'operator'
      readonly job: string
      /** Its how-manieth death. */
      readonly death: number
      /** What the operator reads. */
      readonly says: string
    }

export const effectKinds = [
  'create customer',
  'attach method',
  'start attempt',
  'look up attempt',
  'cancel payment',
  'answer bank',
  'start refund',
  'number invoice',
  'send notice',
  'raise alert',
] as const satisfies readonly Effect['kind'][]
