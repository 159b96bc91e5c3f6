import type { InvoiceRow } from '#machines'
import { days, later } from '#machines'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { isBinding, rowOf } from '../standing.ts'
import { about, witness } from '../witness.ts'

/** Invoice numbers are unique and without gaps, in one series for all or in one for each customer, and stay as they were given. */
export const numbersWithoutGaps: Invariant = {
  code: 'BS110',
  name: 'invoice numbers without gaps',
  when: 'every commit',
  stance: 'policy',
  rests: 'law',
  needs: ['invoices'],
  applies(scene) {
    let count = 0
    for (const row of scene.view.invoices ?? []) if (row.number !== undefined) count++
    for (const row of scene.before?.invoices ?? []) if (row.number !== undefined) count++
    return count
  },
  violations(scene) {
    const found: Witness[] = []
    judgeGiven(scene, found)
    // Between two commits a series may be half written.
    if (scene.at === 'commit') return found
    const rows = scene.view.invoices ?? []
    const numbered = rows.filter((row) => row.number !== undefined)
    if (scene.at === 'end')
      for (const row of rows)
        if (row.number === undefined && isBinding(row) && later(row.issuedAt, allowance) < scene.now && numbered.length > 0)
          found.push(witness('missing', row.who, [about('invoice', row.id)], `${row.id} is ${row.status} and has no number`))
    const own: Witness[] = []
    for (const who of new Set(numbered.map((row) => row.who))) own.push(...flaws(numbered.filter((row) => row.who === who)))
    if (own.length > 0 && flaws(numbered).length > 0) found.push(...own)
    return found
  },
}

/** A renewal may have opened a moment ago, and whoever gives numbers works by the minute. */
const allowance = days(1)

/** A number that somebody has seen is printed: it neither changes nor vanishes. */
function judgeGiven({ before, view }: Scene, found: Witness[]): void {
  const given = before?.invoices ?? []
  const rows = view.invoices ?? []
  for (let place = 0; place < given.length; place++) {
    const { id, who, number } = given[place]!
    if (number === undefined) continue
    const now = rowOf(rows, id, place)?.number
    if (now === number) continue
    const says = now === undefined ? `${id} had number ${number}, which stands on nothing now` : `${id} had number ${number}, now ${now}`
    found.push(witness(now === undefined ? 'gone' : 'changed', who, [about('invoice', id)], says))
  }
}

/** One after the other as they stand: nothing needs to be sorted. */
function isUnbroken(series: readonly InvoiceRow[]): boolean {
  for (let place = 1; place < series.length; place++) if (series[place]!.number !== series[place - 1]!.number! + 1) return false
  return true
}

function flaws(series: readonly InvoiceRow[]): readonly Witness[] {
  const found: Witness[] = []
  if (isUnbroken(series)) return found
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
