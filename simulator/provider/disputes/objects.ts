import { noSuch } from '../errors.ts'
import type { BalanceRecord } from '../charges.ts'
import type { DisputeStatus } from '../provider.ts'
import type { Metadata } from '../read.ts'
import type { Entry } from '../store.ts'
import type { Work } from '../work.ts'
import type { DisputeCourse } from './courses.ts'

/** @source SN `Dispute.Status`; the two of an appeal have no known cause and do not come up */
export type VendorStatus =
  | 'warning_needs_response'
  | 'warning_under_review'
  | 'warning_closed'
  | 'needs_response'
  | 'under_review'
  | 'won'
  | 'lost'
  | 'prevented'

/** What the merchant may say by itself, without a file. @source SN `Dispute.Evidence` */
export const evidenceFields = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_communication',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'customer_signature',
  'duplicate_charge_documentation',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'receipt',
  'refund_policy',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'service_documentation',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_documentation',
  'shipping_tracking_number',
  'uncategorized_file',
  'uncategorized_text',
] as const
export type Evidence = Readonly<Record<(typeof evidenceFields)[number], string | null>>

export type Dispute = {
  readonly id: string
  readonly object: 'dispute'
  readonly amount: number
  readonly balance_transactions: readonly BalanceRecord[]
  readonly charge: string
  readonly created: number
  readonly currency: string
  readonly enhanced_eligibility_types: readonly unknown[]
  readonly evidence: Evidence & { readonly appeal: null; readonly enhanced_evidence: Readonly<Record<string, never>> }
  readonly evidence_details: {
    readonly due_by: number | null
    readonly enhanced_eligibility: Readonly<Record<string, never>>
    readonly has_evidence: boolean
    readonly past_due: boolean
    readonly submission_count: number
    readonly submission_method: 'manual' | 'not_submitted'
  }
  readonly intended_submission_method: null
  readonly is_charge_refundable: boolean
  readonly livemode: false
  readonly metadata: Metadata
  readonly network_reason_code: string | null
  readonly payment_intent: string
  /** Of cards alone. @source SN `Dispute.PaymentMethodDetails` */
  readonly payment_method_details?: {
    readonly card: {
      readonly brand: string
      readonly case_type: 'chargeback' | 'inquiry' | 'resolution'
      readonly network: string
      readonly network_reason_code: string | null
    }
    readonly type: 'card'
  }
  readonly reason: string
  readonly status: VendorStatus
}

export interface DisputeHidden {
  readonly course: DisputeCourse
  /** What was taken from the account and not given back. */
  readonly withdrawn: number
  /** The merchant gave it up: nothing brings it back. */
  readonly accepted: boolean
}
export type DisputeEntry = Entry<Dispute, DisputeHidden>

export function findDispute(work: Work, id: string): DisputeEntry {
  const entry = work.store.get<DisputeEntry>(id)
  if (entry === undefined || entry.object.object !== 'dispute') throw noSuch('dispute', id, 'id')
  return entry
}

export const inWords: Readonly<Record<VendorStatus, DisputeStatus>> = {
  warning_needs_response: 'inquiry',
  warning_under_review: 'inquiry under review',
  warning_closed: 'inquiry closed',
  needs_response: 'needs response',
  under_review: 'under review',
  won: 'won',
  lost: 'lost',
  prevented: 'prevented',
}

/**
 * May the payment still be refunded by the merchant? While the bank only asks, and after it found for the merchant.
 * @source billing.md 1.3 ◐ for open disputes and inquiries; that a lost one stays refused is not confirmed
 */
export const isRefundable = (status: VendorStatus): boolean => status !== 'needs_response' && status !== 'under_review' && status !== 'lost'
