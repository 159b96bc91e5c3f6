import type { Who } from '#machines'

/** Who owns what belongs to no customer: products and prices. */
export const account: Who = 'account'
/** Who owns what came without any hint of a customer. */
export const anonymous: Who = 'anonymous'

/** `in_ada_3`: the kind, the owner, the ordinal within owner and kind. Nothing of another owner can move it. */
export const recordId = (prefix: Prefix, owner: Who, ordinal: number): string => `${prefix}_${owner}_${ordinal}`

/** Every kind of object the twin keeps, by its prefix. */
export const prefixes = {
  cus: 'customer',
  pm: 'payment_method',
  prod: 'product',
  price: 'price',
  sub: 'subscription',
  si: 'subscription_item',
  in: 'invoice',
  il: 'line_item',
  ii: 'invoiceitem',
  inpay: 'invoice_payment',
  pi: 'payment_intent',
  seti: 'setup_intent',
  ch: 'charge',
  re: 'refund',
  txn: 'balance_transaction',
  cs: 'checkout.session',
  evt: 'event',
  bps: 'billing_portal.session',
  sched: 'subscription_schedule',
  dp: 'dispute',
  issfr: 'radar.early_fraud_warning',
  coupon: 'coupon',
  promo: 'promotion_code',
  di: 'discount',
  txr: 'tax_rate',
  cbtxn: 'customer_balance_transaction',
  cn: 'credit_note',
  cnli: 'credit_note_line_item',
  we: 'webhook_endpoint',
} as const
export type Prefix = keyof typeof prefixes

const shape = new RegExp(`^(${Object.keys(prefixes).join('|')})_[a-z0-9]+_[1-9][0-9]*$`)

/** Is this text the id of a record of the twin? */
export const isRecordId = (text: string): boolean => shape.test(text)

/** The owner named in a record id; undefined when the text has another shape. */
export function ownerOf(id: string): Who | undefined {
  const last = id.lastIndexOf('_')
  const first = id.indexOf('_')
  return first < 1 || last <= first + 1 ? undefined : id.slice(first + 1, last)
}

/** The ordinal that ends a record id. */
export const ordinalOf = (id: string): number => Number(id.slice(id.lastIndexOf('_') + 1))

/** A customer's name made of free text, `Ada@example.com` → `ada`; undefined when no letter or digit is left. */
export function asOwner(text: string): Who | undefined {
  const at = text.indexOf('@')
  const name = (at < 0 ? text : text.slice(0, at)).toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return name === '' || name === account ? undefined : name
}
