import type { Parts } from '../parts.ts'
import { settle } from '../settle.ts'
import { record } from '../inbox.ts'

/** Answers Stripe at once and works afterwards: what fails then is never sent again. */
export const acknowledgesFirst: Partial<Parts> = {
  async takeEvent(event) {
    if (await record(event)) return
    settle(event).catch((error: Error) => console.error(`event ${event.id}:`, error.message))
  },
}
