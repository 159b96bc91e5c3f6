import { createHmac } from 'node:crypto'
import type { Instant } from '#machines'

/**
 * The header of a webhook in the vendor's scheme, for the endpoint secret that the system was given.
 * @source SN `Webhooks`: `t` whole seconds, `v1` HMAC-SHA256 of `t.body`
 */
export const signWith =
  (secret: string) =>
  (body: string, at: Instant): Readonly<Record<string, string>> => {
    const seconds = Math.floor(at / 1_000)
    const digest = createHmac('sha256', secret).update(`${seconds}.${body}`, 'utf8').digest('hex')
    return { 'content-type': 'application/json', 'stripe-signature': `t=${seconds},v1=${digest}` }
  }
