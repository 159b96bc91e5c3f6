import type { InvoiceRow } from '#machines'
import { later } from '#machines'
import type { Scene } from './scene.ts'

/** Was it sent on terms that its customer had asked for? A request without an answer may have counted. */
export function isOnTerms({ truth }: Scene, { who, issuedAt, due }: InvoiceRow): boolean {
  if (due === undefined) return false
  for (const { who: asker, command, sentAt, reply } of truth.commands) {
    if (asker !== who || command.do !== 'subscribe' || command.terms === undefined || reply?.kind === 'refused') continue
    if (sentAt <= issuedAt && later(issuedAt, command.terms) === due) return true
  }
  return false
}
