import { later, minor, seconds, standardMatrix, standardParts } from '#machines'
import { reference } from '../../reference/index.ts'
import { referenceParts } from '../../reference/parts.ts'
import { inPlaceOf, wrongJudge } from '../mutant.ts'

const { cells } = standardMatrix
const row = cells.pause
const fromTheEnd = { ...row.S, entitlement: 'keep' } as typeof row.S

/** Pauses from the end of what is paid on, and begins a period whenever somebody resumes: the days that were left are paid twice. */
const resumesAmidWhatIsPaid: typeof standardParts = {
  ...standardParts,
  matrix: { ...standardMatrix, cells: { ...cells, pause: { ...row, S: fromTheEnd } } },
  post(fold, code, scene, due) {
    const { operation, subscription } = scene
    if (code === 'balance' && operation === 'pause' && subscription !== undefined)
      for (const note of fold.account.creditNotes) {
        if (note.state !== 'written') continue
        const from = later(note.to, seconds(-1))
        Object.assign(note, { from, amount: minor(0) })
        subscription.paidThrough = from
      }
    standardParts.post(fold, code, scene, due)
  },
}

const forgetful = inPlaceOf('BS022', (duplicates) => ({
  ...duplicates,
  violations: (scene) => duplicates.violations(scene).filter(({ subjects }) => !subjects.some(({ id }) => /\/resume \d+$/.test(id))),
}))

/**
 * Who looks for duplicate invoices forgets that what is resumed begins a period: days that are paid twice after a pause pass unseen at
 * every commit, and the law of days must tell of them.
 */
export const oracleDuplicates = {
  ...wrongJudge({ name: 'duplicates', declares: 'BS105', source: 'killbill/killbill#159' }, forgetful),
  create: () => reference({ ...referenceParts, machines: resumesAmidWhatIsPaid }, 'oracle:duplicates'),
}
