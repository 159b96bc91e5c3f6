import type { InvoiceRow } from '#machines'
import type { Invariant, Witness } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** Invoice numbers are unique and without gaps: in one series for all, or in one for each customer. */
export const numbersWithoutGaps: Invariant = {
  code: 'BS110',
  name: 'invoice numbers without gaps',
  when: 'quiet',
  stance: 'policy',
  rests: 'law',
  needs: ['invoices'],
  applies: (scene) => (scene.view.invoices ?? []).filter((row) => row.number !== undefined).length,
  violations(scene) {
    const numbered = (scene.view.invoices ?? []).filter((row) => row.number !== undefined)
    if (numbered.length < 2) return []
    const found: Witness[] = []
    for (const who of new Set(numbered.map((row) => row.who))) found.push(...flaws(numbered.filter((row) => row.who === who)))
    return found.length === 0 || flaws(numbered).length === 0 ? [] : found
  },
}

function flaws(series: readonly InvoiceRow[]): readonly Witness[] {
  const found: Witness[] = []
  const sorted = [...series].sort((a, b) => a.number! - b.number!)
  for (let place = 1; place < sorted.length; place++) {
    const row = sorted[place]!
    const step = row.number! - sorted[place - 1]!.number!
    if (step === 1) continue
    const subjects = [about('invoice', row.id)]
    found.push(
      step === 0
        ? witness('twice', row.who, subjects, `number ${row.number} stands on ${sorted[place - 1]!.id} and on ${row.id}`)
        : witness('gap', row.who, subjects, `after number ${sorted[place - 1]!.number} comes ${row.number} on ${row.id}`),
    )
  }
  return found
}
