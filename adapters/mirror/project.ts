import type { Instant, InvoiceReason, InvoiceStatus, Minor, SubscriptionStatus } from '#machines'
import { seconds } from '#machines'
import type { Subject } from './parts.ts'

/** What the mirror keeps of one object: rows of our own view, with the provider's customer beside them. */
export type Copy = CustomerCopy | SubscriptionCopy | InvoiceCopy

export interface CustomerCopy {
  readonly is: 'customer'
  readonly id: string
  readonly customer: string
  readonly who: string
}

export interface SubscriptionCopy {
  readonly is: 'subscription'
  readonly id: string
  readonly customer: string
  readonly status: SubscriptionStatus
  readonly plan: string
  readonly quantity: number
  readonly periodStart: Instant
  readonly periodEnd: Instant
  readonly cancelAtPeriodEnd: boolean
}

export interface InvoiceCopy {
  readonly is: 'invoice'
  readonly id: string
  readonly customer: string
  readonly subscription: string | undefined
  readonly reason: InvoiceReason
  readonly status: InvoiceStatus
  readonly total: Minor
  readonly paid: Minor
  readonly issuedAt: Instant
}

interface Item {
  readonly quantity: number
  readonly current_period_start: number
  readonly current_period_end: number
  readonly price: { readonly lookup_key: string | null; readonly id: string }
}

const instant = (unix: number): Instant => seconds(unix) as number as Instant
const inWords = (status: string): string => status.replaceAll('_', ' ')

const reasons: Readonly<Record<string, InvoiceReason>> = {
  subscription_create: 'signup',
  subscription_cycle: 'renewal',
  subscription_update: 'upgrade',
  manual: 'upgrade',
}
const statuses: Readonly<Record<string, InvoiceStatus>> = {
  draft: 'quote',
  open: 'open',
  paid: 'paid',
  void: 'void',
  uncollectible: 'uncollectible',
}

/** Only here do the vendor's field names occur. */
export function project(table: Subject['table'], object: Readonly<Record<string, unknown>>): Copy {
  const id = String(object['id'])
  switch (table) {
    case 'customers':
      return { is: 'customer', id, customer: id, who: typeof object['name'] === 'string' ? object['name'] : id }
    case 'subscriptions': {
      const item = (object['items'] as { readonly data: readonly Item[] }).data[0]!
      return {
        is: 'subscription',
        id,
        customer: String(object['customer']),
        status: inWords(String(object['status'])) as SubscriptionStatus,
        plan: item.price.lookup_key ?? item.price.id,
        quantity: item.quantity,
        periodStart: instant(item.current_period_start),
        periodEnd: instant(item.current_period_end),
        cancelAtPeriodEnd: object['cancel_at_period_end'] === true,
      }
    }
    case 'invoices': {
      const parent = object['parent'] as { readonly subscription_details?: { readonly subscription?: string } } | null
      return {
        is: 'invoice',
        id,
        customer: String(object['customer']),
        subscription: parent?.subscription_details?.subscription,
        reason: reasons[String(object['billing_reason'])] ?? 'renewal',
        status: statuses[String(object['status'])] ?? 'open',
        total: object['total'] as Minor,
        paid: object['amount_paid'] as Minor,
        issuedAt: instant(object['created'] as number),
      }
    }
    default:
      throw new RangeError(`no such table: ${JSON.stringify(table satisfies never)}`)
  }
}
