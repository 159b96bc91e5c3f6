/** What can be done to a subscription: the rows of the outcome matrix. */
export const operations = [
  'signup paid',
  'signup trial',
  'signup trial, no method',
  'resubscribe',
  'signup on terms',
  'trial end',
  'renewal',
  'upgrade now',
  'quantity up now',
  'add-on now',
  'interval switch now',
  'downgrade at period end',
  'quantity down at period end',
  'downgrade now',
  'quantity down now',
  'add-on removal at period end',
  'add-on removal now',
  'cancel now',
  'cancel at period end',
  'undo cancel',
  'pause',
  'resume',
  'trial extend',
  'trial cut',
  'seat assign',
  'seat unassign',
  'method update',
  'card update',
  'authenticate',
  'dunning retry',
  'dunning end',
  'credit grant',
  'coupon apply',
  'coupon remove',
  'place set',
  'bad-debt payment',
  'void invoice',
  'write off',
  'mark paid',
  'refund full',
  'refund partial',
  'dispute',
  'delete account',
] as const
export type Operation = (typeof operations)[number]

/** Does it begin a subscription with a payment? */
export const isPaidSignup = (operation: Operation): boolean => operation === 'signup paid' || operation === 'resubscribe'

/** Does it begin one with a trial? */
export const isTrialSignup = (operation: Operation): boolean => operation === 'signup trial' || operation === 'signup trial, no method'

/**
 * How a payment can come out: the columns of the outcome matrix. S paid · Fs failed, retryable · Fh failed for good · A awaits
 * the customer · U unknown · PR processing for days · P partial · L paid too late · X taken back later · N again · E our error.
 */
export const forms = ['S', 'Fs', 'Fh', 'A', 'U', 'PR', 'P', 'L', 'X', 'N', 'E'] as const
export type Form = (typeof forms)[number]
