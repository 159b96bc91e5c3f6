/** Where each chart may stand; the charts' own tests hold these lists to them. */
export const subscriptionStates = [
  'incomplete',
  'incomplete expired',
  'trialing',
  'active',
  'renewing',
  'past due',
  'unpaid',
  'paused',
  'canceled',
] as const
export type SubscriptionState = (typeof subscriptionStates)[number]
export const invoiceStates = ['quote', 'open', 'paid', 'void', 'uncollectible', 'charged back'] as const
export type InvoiceState = (typeof invoiceStates)[number]
export const attemptStates = [
  'started',
  'not taken',
  'unknown',
  'looking up',
  'to send again',
  'processing',
  'needs action',
  'paid',
  'failed',
] as const
export type AttemptState = (typeof attemptStates)[number]
export const dunningStates = [
  'not due',
  'charging',
  'waiting',
  'waiting for method',
  'waiting for customer',
  'recovered',
  'exhausted',
  'stopped',
  'charging debt',
  'debt waits for customer',
  'sent',
  'reminding',
] as const
export type DunningState = (typeof dunningStates)[number]
export const changeStates = ['quoted', 'awaiting payment', 'applied', 'expired', 'rejected', 'abandoned'] as const
export type ChangeState = (typeof changeStates)[number]
export const refundStates = ['owed', 'started', 'waiting', 'succeeded', 'given up'] as const
export type RefundState = (typeof refundStates)[number]
export const creditNoteStates = ['written', 'for the record', 'granted'] as const
export type CreditNoteState = (typeof creditNoteStates)[number]
export const entitlementStates = ['none', 'trial', 'paid', 'paid after all', 'terms', 'renewing', 'grace', 'ordered'] as const
export type EntitlementState = (typeof entitlementStates)[number]
export const cancellationStates = ['stays', 'scheduled', 'waiting', 'scheduled and waiting', 'gone', 'scheduled and gone'] as const
export type CancellationState = (typeof cancellationStates)[number]
export const setupStates = ['nobody', 'wanted', 'known', 'deleted'] as const
export type SetupState = (typeof setupStates)[number]
export const methodStates = ['owed', 'attached', 'refused', 'detached'] as const
export type MethodState = (typeof methodStates)[number]
export const disputeStates = ['told', 'taken', 'lost', 'won', 'dropped'] as const
export type DisputeState = (typeof disputeStates)[number]
