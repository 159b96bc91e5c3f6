import type { Duration } from './instant.ts'
import type { Minor } from './money.ts'

/** A customer, by the name the workload gives: `ada`. Names hold lower-case letters and digits only. */
export type Who = string

/** How a customer's card behaves when no fault says otherwise. */
export const cardMethods = ['card', 'card needing authentication', 'card without funds', 'card expired'] as const
export type CardMethod = (typeof cardMethods)[number]
/** What customers pay with: a card, which says at once what becomes of a payment, or an account that is debited, whose bank says it days later. */
export const methods = [...cardMethods, 'bank debit', 'bank debit without funds'] as const
export type Method = (typeof methods)[number]

/** A plan of the catalogue, by key; prices stand in the catalogue (`policy.plans`). */
export type PlanKey = string

/** What a customer or an operator asks of the billing system. `do` is the word of the log. */
export type Command =
  | {
      readonly do: 'subscribe'
      readonly plan: PlanKey
      readonly quantity: number
      /** Left out, a trial begins without one, and whoever is sent invoices needs none; nobody else begins so. */
      readonly method?: Method
      readonly trial?: Duration
      /** Where the customer is, for the tax; left out, it is asked for when something is to be charged. */
      readonly place?: string
      /** Invoices are sent, and are to be paid within this long; no card is charged for them. */
      readonly terms?: Duration
      /** The signup begins in the system and is paid on a page of the provider's. */
      readonly through?: 'checkout'
    }
  /** What costs less waits for the period's end, unless it is to be `now`, with credit for what is left of the old. */
  | { readonly do: 'change plan'; readonly plan: PlanKey; readonly when?: 'now' }
  | { readonly do: 'change quantity'; readonly quantity: number; readonly when?: 'now' }
  /** So many of what is sold beside a plan; none takes it away. More is paid first, less waits for the period's end or gives credit. */
  | { readonly do: 'change add-on'; readonly addOn: string; readonly quantity: number; readonly when?: 'now' }
  | { readonly do: 'cancel'; readonly when: 'now' | 'period end' }
  /** A cancellation set for the period's end is taken back. */
  | { readonly do: 'undo cancel' }
  /** Service stops now and is not charged until it is resumed; what was paid for the rest of the period becomes credit. */
  | { readonly do: 'pause' }
  /** A new period begins, once it is paid. */
  | { readonly do: 'resume' }
  /** An operator lets a trial last longer, or end sooner; not sooner than at once. */
  | { readonly do: 'extend trial'; readonly by: Duration }
  | { readonly do: 'cut trial'; readonly by: Duration }
  /** Somebody, by name, gets one of the seats that are paid for, or gives it back. */
  | { readonly do: 'assign seat'; readonly seat: string }
  | { readonly do: 'unassign seat'; readonly seat: string }
  | { readonly do: 'update method'; readonly method: Method }
  /** The customer answers the bank's question for the payment that waits for it, if one does. */
  | { readonly do: 'authenticate'; readonly succeeds: boolean }
  /** An operator gives a customer credit for later invoices. */
  | { readonly do: 'grant credit'; readonly amount: Minor }
  /** A coupon of the catalogue lowers the periods that begin from now on, instead of one that was redeemed before. */
  | { readonly do: 'apply coupon'; readonly coupon: string }
  /** The customer is at a place, and taxed there from the next invoice on. */
  | { readonly do: 'set place'; readonly place: string }
  /** Periods that begin from now on cost what the catalogue says. */
  | { readonly do: 'remove coupon'; readonly coupon?: string }
  /** The customer pays the oldest of the invoices that were given up, and nothing else; with an amount a part of it. */
  | { readonly do: 'pay debt'; readonly amount?: Minor }
  /** An operator ends the open invoice of the running period: takes it back, gives it up, or has been paid at the bank. */
  | { readonly do: 'void invoice' }
  | { readonly do: 'write off' }
  /** What came at the bank; without an amount all that is due. */
  | { readonly do: 'mark paid'; readonly amount?: Minor }
  /** An operator returns money of the latest paid invoice; without an amount all that is left of it. */
  | { readonly do: 'refund'; readonly amount?: Minor }
  /** The customer leaves for good: nothing is charged, granted or mailed from then on, and the books stay. */
  | { readonly do: 'delete account' }
  /** An operator, by name, has what is stored of an account held against its facts: to see what differs, or to put it right. */
  | { readonly do: 'recompute'; readonly apply: boolean; readonly operator: string }
  /** An operator has a dead job of the customer's tried again, by its key. */
  | { readonly do: 'replay'; readonly job: string }

export type CommandKind = Command['do']
/** Commands about what is stored, or about jobs, which agree nothing with the customer: they become no fact. */
export const operatorKinds = ['recompute', 'replay'] as const satisfies readonly CommandKind[]
/** Commands that an account decides on. */
export type AccountCommand = Exclude<Command, { readonly do: (typeof operatorKinds)[number] }>
export const commandKinds = [
  'subscribe',
  'change plan',
  'change quantity',
  'change add-on',
  'cancel',
  'undo cancel',
  'pause',
  'resume',
  'extend trial',
  'cut trial',
  'assign seat',
  'unassign seat',
  'update method',
  'authenticate',
  'grant credit',
  'apply coupon',
  'remove coupon',
  'set place',
  'pay debt',
  'void invoice',
  'write off',
  'mark paid',
  'refund',
  'delete account',
  'recompute',
  'replay',
] as const satisfies readonly CommandKind[]

/** What the system answered. A refusal changes nothing and says why; unknown outcomes are the caller's, never an answer. */
export type CommandReply =
  | {
      readonly kind: 'accepted'
      readonly detail?: string
      /** The provider's page, by its record id, on which the customer goes on; nothing is agreed before that. */
      readonly page?: string
    }
  | { readonly kind: 'refused'; readonly reason: string }
