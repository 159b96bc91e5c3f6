import { transaction } from '../db.ts'
import type { Parts } from '../parts.ts'

/** Webhook, order and reconcile each read Stripe and write what they read: who read first may write last. */
export const noLock: Partial<Parts> = {
  async refresh(_account, read, save) {
    const thing = await read()
    await transaction((sql) => save(sql, thing))
    return thing
  },
}
