import type { InvoiceRow, SubscriptionRow } from '#machines'
import { days, isoDate, later } from '#machines'
import { asksToPayDebt } from '../debts.ts'
import { mayBeDeleted } from '../deleted.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { isOnTerms } from '../terms.ts'
import { about, witness } from '../witness.ts'

/** Who is sent invoices has the days that were agreed to pay them: nothing is charged, reminded of or ended before that. */
export const termsAreKept: Invariant = {
  code: 'BS062',
  name: 'terms are kept',
  when: 'quiet',
  stance: 'policy',
  rests: 'truth',
  needs: ['subscriptions', 'invoices', 'attempts', 'notices'],
  applies(scene) {
    let count = 0
    for (const { due } of scene.view.invoices ?? []) if (due !== undefined) count++
    return count
  },
  violations(scene) {
    const rows = sent(scene)
    if (rows.length === 0) return []
    const found: Witness[] = []
    for (const row of rows) {
      const tell = (clause: string, says: string): void => {
        found.push(witness(clause, row.who, [about('invoice', row.id)], `${row.who}'s ${row.id}, due on ${isoDate(row.due)}, ${says}`))
      }
      if (!isOnTerms(scene, row)) tell('terms', 'was asked for on no such terms')
      const charged = scene.view.attempts!.find(
        (attempt) => attempt.invoice === row.id && !asksToPayDebt(scene, row.who, attempt.startedAt),
      )
      if (charged !== undefined) tell('charged', `was sent, and charged on ${isoDate(charged.startedAt)}`)
      if (scene.now < row.due) {
        if (row.status === 'uncollectible') tell('given up', 'is given up already')
        const owes = scene.view.subscriptions!.find((each) => each.id === row.subscription)
        if (row.status === 'open' && owes !== undefined && isHeldAgainst(owes)) tell('past due', `and ${owes.id} is ${owes.status}`)
      }
      judgeMail(scene, row, tell)
    }
    return found
  },
}

type Sent = InvoiceRow & { readonly due: NonNullable<InvoiceRow['due']> }

const sent = ({ view }: Scene): readonly Sent[] => (view.invoices ?? []).filter((row): row is Sent => row.due !== undefined)

const isHeldAgainst = ({ status }: SubscriptionRow): boolean => status === 'past due' || status === 'unpaid'

/** Every mail about it says the day; none reminds of it before; and in the end it was sent. */
function judgeMail(scene: Scene, row: Sent, tell: (clause: string, says: string) => void): void {
  for (const { kind, who, detail, at } of scene.truth.effects) {
    if (kind !== 'mail' || who !== row.who || !detail.includes(row.id)) continue
    const { notice, cause, due } = JSON.parse(detail) as { readonly notice?: string; readonly cause?: string; readonly due?: number }
    if (cause?.startsWith(`${row.id} `) !== true && cause?.startsWith(`${row.id}/`) !== true) continue
    if (notice !== 'invoice' && notice !== 'reminder') continue
    if (due !== row.due) tell('mail', `was mailed as due on ${due === undefined ? 'no day' : isoDate(due as Sent['due'])}`)
    if (notice === 'reminder' && at < row.due) tell('reminded', `was reminded of on ${isoDate(at)}`)
  }
  if (scene.at !== 'end' || later(row.issuedAt, days(1)) > scene.now || mayBeDeleted(scene, row.who)) return
  if (!scene.view.notices!.some(({ who, kind, cause }) => who === row.who && kind === 'invoice' && cause.startsWith(`${row.id} `)))
    tell('not sent', 'was never sent')
}
