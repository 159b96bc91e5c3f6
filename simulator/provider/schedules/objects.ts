import type { Instant } from '#machines'
import { noSuch } from '../errors.ts'
import type { Metadata } from '../read.ts'
import type { Entry } from '../store.ts'
import type { WantedItem } from '../subscription-requests.ts'
import { unix, type Work } from '../work.ts'

export type Proration = 'create_prorations' | 'always_invoice' | 'none'

/** What a subscription is to be from one moment to another. */
export interface Phase {
  readonly start: Instant
  readonly end: Instant
  readonly items: readonly WantedItem[]
  readonly proration: Proration
  readonly anchor: 'automatic' | 'phase_start' | null
  readonly trialEnd: Instant | undefined
  readonly method: string | null
  readonly description: string | null
  readonly metadata: Metadata
}

export type Schedule = {
  readonly id: string
  readonly object: 'subscription_schedule'
  readonly application: null
  readonly billing_mode: { readonly flexible: null; readonly type: 'classic' }
  readonly canceled_at: number | null
  readonly completed_at: number | null
  readonly created: number
  readonly current_phase: { readonly end_date: number; readonly start_date: number } | null
  readonly customer: string
  readonly customer_account: null
  readonly default_settings: Readonly<Record<string, unknown>>
  readonly end_behavior: 'release' | 'cancel'
  readonly livemode: false
  readonly metadata: Metadata
  readonly pause_schedules: readonly unknown[]
  readonly phases: readonly Readonly<Record<string, unknown>>[]
  readonly released_at: number | null
  readonly released_subscription: string | null
  readonly status: 'not_started' | 'active' | 'completed' | 'released' | 'canceled'
  readonly subscription: string | null
  readonly test_clock: null
}
export interface ScheduleHidden {
  readonly phases: readonly Phase[]
  /** What a phase takes when it says nothing itself. */
  readonly method: string | null
  /** What is charged, and how, from the first phase on. */
  readonly collection: { readonly method: 'charge_automatically' | 'send_invoice'; readonly daysUntilDue: number | undefined }
}
export type ScheduleEntry = Entry<Schedule, ScheduleHidden>

export function findSchedule(work: Work, id: string): ScheduleEntry {
  const entry = work.store.get<ScheduleEntry>(id)
  if (entry === undefined || entry.object.object !== 'subscription_schedule') throw noSuch('subscription_schedule', id, 'id')
  return entry
}

export const isRunning = ({ status }: Schedule): boolean => status === 'not_started' || status === 'active'

/** A phase as the vendor shows it. */
export const shownPhase = (phase: Phase): Readonly<Record<string, unknown>> => ({
  add_invoice_items: [],
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor: phase.anchor,
  billing_thresholds: null,
  collection_method: null,
  currency: phase.items[0]!.price.currency,
  default_payment_method: phase.method,
  default_tax_rates: [],
  description: phase.description,
  discounts: [],
  end_date: unix(phase.end),
  invoice_settings: null,
  items: phase.items.map((item) => ({
    billing_thresholds: null,
    discounts: [],
    metadata: item.metadata,
    plan: item.price.id,
    price: item.price.id,
    quantity: item.quantity,
    tax_rates: [],
  })),
  metadata: phase.metadata,
  on_behalf_of: null,
  proration_behavior: phase.proration,
  start_date: unix(phase.start),
  transfer_data: null,
  trial_end: phase.trialEnd === undefined ? null : unix(phase.trialEnd),
})
