import { config } from './config.ts'
import { refreshFenced, upsertInvoice, upsertSubscription } from './copies.ts'
import { record } from './inbox.ts'
import { takeOrder } from './ordering.ts'
import { variants } from './variants/index.ts'
import { takeEvent } from './webhook.ts'

/** What may be got wrong: a variant replaces one or two of these, and differs in nothing else. */
export interface Parts {
  /** What its schema has otherwise. */
  readonly schema: string
  readonly takeOrder: typeof takeOrder
  readonly takeEvent: typeof takeEvent
  readonly record: typeof record
  readonly refresh: typeof refreshFenced
  readonly saveSubscription: typeof upsertSubscription
  readonly saveInvoice: typeof upsertInvoice
}

const right: Parts = {
  schema: '',
  takeOrder,
  takeEvent,
  record,
  refresh: refreshFenced,
  saveSubscription: upsertSubscription,
  saveInvoice: upsertInvoice,
}

function variant(name: string | undefined): Partial<Parts> {
  if (name === undefined) return {}
  const found = variants[name]
  if (found === undefined) throw new Error(`there is no variant ${name}; there are ${Object.keys(variants).join(', ')}`)
  return found
}

export const parts: Parts = { ...right, ...variant(config.variant) }
