import type { CreditNoteRow, InvoiceLine, InvoiceRow } from '#machines'
import { chargeUnitOf, days, later } from '#machines'
import { paysFor } from '../captured.ts'
import { mayBeDeleted } from '../deleted.ts'
import { everyRate, type Rates, ratesFor, taxOn, taxWithin } from '../rates.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { askedFor, sumOfLine } from '../standing.ts'
import { about, inMoney, witness } from '../witness.ts'

/** Each line is taxed at the rate of where the customer is, on what is left after the discount; nothing is charged before that is known. */
export const taxedWhereTheCustomerIs: Invariant = {
  code: 'BS131',
  name: 'taxed where the customer is',
  when: 'quiet',
  stance: 'policy',
  rests: 'law',
  needs: ['invoices'],
  applies: (scene) => (scene.policy.taxes === undefined ? 0 : (scene.view.invoices?.length ?? 0)),
  violations(scene) {
    if (scene.policy.taxes === undefined) return []
    const found: Witness[] = []
    for (const invoice of scene.view.invoices ?? []) {
      if (invoice.status === 'void') continue
      const tell = (clause: string, says: string): void => {
        found.push(witness(clause, invoice.who, [about('invoice', invoice.id)], `${invoice.who}'s ${invoice.id} ${says}`))
      }
      const rates = ratesFor(scene, invoice)
      const isUnknown = invoice.isDraft === true || rates.every((rate) => rate === undefined)
      if (isUnknown && isCharged(scene, invoice)) tell('charged as a draft', 'was charged before anybody knew where it is taxed')
      if (invoice.isDraft === true) judgeDraft(scene, invoice, tell)
      else
        for (const line of invoice.lines) {
          const wanted = taxesOn(scene, line, line.amount < 0 ? everyRate(scene, invoice) : rates)
          const tax = (line.taxInside ?? 0) + (line.taxOnTop ?? 0)
          if (!wanted.includes(tax))
            tell('line', `has ${money(scene, tax)} of tax on ${money(scene, askedFor(line))}; ${right(scene, wanted)}`)
        }
    }
    for (const note of scene.view.credits ?? []) judgeNote(scene, note, found)
    return found
  },
}

const money = (scene: Scene, amount: number): string => inMoney(scene.policy, amount)
const right = (scene: Scene, wanted: readonly number[]): string =>
  wanted.length === 0 ? 'nobody has said where the customer is' : `${wanted.map((each) => money(scene, each)).join(' or ')} is right`

/** The tax that a line may have; on one over nothing none, wherever the customer is. */
function taxesOn({ policy }: Scene, line: InvoiceLine, rates: Rates): readonly number[] {
  const asked = askedFor(line)
  if (asked === 0) return [0]
  const known = rates.filter((rate) => rate !== undefined)
  return asked > 0
    ? known.map((percent) => taxOn(policy, asked, percent))
    : // A credit may be of a period that was free of tax, and of nothing that was ever taxed.
      known.map((percent) => 0 - taxWithin(policy, -sumOfLine(line), percent))
}

/** A note takes the tax with it that is in what it gives back; what comes after a refund, or other notes, may be off by the rounding. */
function judgeNote(scene: Scene, note: CreditNoteRow, found: Witness[]): void {
  const invoice = scene.view.invoices?.find(({ id }) => id === note.invoice)
  if (invoice === undefined) return
  const rates = ratesFor(scene, invoice).filter((rate) => rate !== undefined)
  const wanted = rates.map((percent) => taxWithin(scene.policy, note.amount, percent))
  const slack =
    invoice.refunded > 0 || (scene.view.credits ?? []).some((other) => other !== note && other.invoice === invoice.id)
      ? chargeUnitOf(scene.policy)
      : 0
  if (wanted.some((tax) => Math.abs(tax - (note.tax ?? 0)) <= slack)) return
  const says = `gives ${money(scene, note.amount)} back with ${money(scene, note.tax ?? 0)} of tax; ${right(scene, wanted)}`
  found.push(witness('note', note.who, [about('credit', note.id)], `${note.who}'s ${note.id} ${says}`))
}

const isCharged = ({ truth }: Scene, invoice: InvoiceRow): boolean =>
  truth.charges.some((charge) => charge.outcome === 'succeeded' && paysFor(charge, invoice))

/** A draft is an obligation: somebody has been asked for what it lacks. */
function judgeDraft(scene: Scene, invoice: InvoiceRow, tell: (clause: string, says: string) => void): void {
  const { view, now, policy, at } = scene
  if (invoice.lines.some((line) => line.taxInside !== undefined || line.taxOnTop !== undefined))
    tell('taxed as a draft', 'is taxed although nobody knows where')
  if (at !== 'end' || view.notices === undefined || mayBeDeleted(scene, invoice.who)) return
  if (invoice.status === 'paid' || later(later(invoice.issuedAt, policy.draftWindow), days(1)) >= now) return
  if (!view.notices.some(({ who, kind, cause }) => who === invoice.who && kind === 'action needed' && cause.startsWith(invoice.id)))
    tell('nobody asked', 'is a draft, and the customer was not asked where they are')
}
