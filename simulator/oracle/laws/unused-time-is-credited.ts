import type { InvoiceRow } from '#machines'
import { chargeUnitOf, isoDate } from '#machines'
import { settledFor } from '../cover.ts'
import { rational, rounded } from '../rational.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { sumOfLine } from '../standing.ts'
import { isSwitch } from '../switches.ts'
import { about, inMoney, witness } from '../witness.ts'

/** A credit note gives back what was settled for the time that it takes back: to the second, rounded once. */
export const unusedTimeIsCredited: Invariant = {
  code: 'BS114',
  name: 'unused time is credited',
  when: 'quiet',
  stance: 'policy',
  rests: 'law',
  needs: ['invoices', 'credits'],
  applies: (scene) => scene.view.credits?.length ?? 0,
  violations(scene) {
    const found: Witness[] = []
    const money = (amount: number): string => inMoney(scene.policy, amount)
    for (const note of scene.view.credits ?? []) {
      const tell = (clause: string, says: string): void => {
        found.push(
          witness(clause, note.who, [about('credit', note.id)], `${note.who}'s ${note.id} gives ${money(note.amount)} back; ${says}`),
        )
      }
      const invoice = scene.view.invoices?.find((each) => each.id === note.invoice)
      if (invoice === undefined) {
        tell('of nothing', 'its invoice is not there')
        continue
      }
      const before = (scene.view.credits ?? []).filter((each) => each.invoice === note.invoice && each !== note && each.from <= note.from)
      const unused = before.reduce((sum, each) => sum - partOf(each.amount, each, note), worthOf(scene, invoice, note))
      const slack = (1 + before.length) * chargeUnitOf(scene.policy)
      // Money that was on its way back when the note was written is not credited, whether it arrives or not.
      const isSure = !scene.truth.commands.some(
        ({ who, command, reply }) => who === note.who && command.do === 'refund' && reply?.kind !== 'refused',
      )
      if (note.amount > unused + slack) tell('too much', `from ${isoDate(note.from)} on ${money(unused)} of ${invoice.id} were not used`)
      else if (isSure && note.level === undefined && note.amount < unused - slack)
        tell('too little', `from ${isoDate(note.from)} on ${money(unused)} of ${invoice.id} were not used`)
    }
    return found
  },
}

const secondOf = (instant: number): number => Math.floor(instant / 1_000)

interface Span {
  readonly from: number
  readonly to: number
}

/** Of an amount for a whole span what falls on a part of it. */
const partOf = (amount: number, whole: Span, part: Span): number =>
  rounded(rational(amount * (secondOf(part.to) - secondOf(part.from)), secondOf(whole.to) - secondOf(whole.from)))

/** What was settled of an invoice for a part of its time. */
function worthOf(scene: Scene, invoice: InvoiceRow, part: Span): number {
  const line = invoice.lines.find(({ amount }) => amount > 0) ?? invoice.lines[0]
  // What a refund gave back later, be it credit, was there when the note was written.
  let settled = settledFor(scene, invoice, { refunds: [], disputes: [] }) + (invoice.restored ?? 0)
  // What was left of an older period paid for a switch as well.
  if (isSwitch(invoice)) for (const each of invoice.lines) if (each.amount < 0) settled -= sumOfLine(each)
  return line === undefined ? 0 : partOf(settled, line, part)
}
