import { createHmac } from 'node:crypto'
import type { Instant } from '#machines'
import { signatureHeader } from '#simulator'

const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text, 'utf8').digest('hex')

/** The headers of a webhook in the vendor's scheme, for the endpoint secret that the system was given. */
export const signWith =
  (secret: string) =>
  (body: string, at: Instant): Readonly<Record<string, string>> => ({
    'content-type': 'application/json',
    'stripe-signature': signatureHeader(body, [secret], at, hmac),
  })
