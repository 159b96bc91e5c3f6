import type { Instant } from '#machines'
import { unix } from './work.ts'

/** HMAC-SHA256 of a text under a secret, in lower-case hexadecimal. Given by an adapter, since this room has no cryptography. */
export type Hmac = (secret: string, text: string) => string

/**
 * The header by which a webhook proves where it comes from.
 * @param secrets the endpoint's, and during a roll the one before it: each gives a signature, and any of them suffices
 * @source SN `Webhooks`: `t=…,v1=…` over `t.body`
 */
export function signatureHeader(body: string, secrets: readonly string[], at: Instant, hmac: Hmac): string {
  const second = unix(at)
  return [`t=${second}`, ...secrets.map((secret) => `v1=${hmac(secret, `${second}.${body}`)}`)].join(',')
}
