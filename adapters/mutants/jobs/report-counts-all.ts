import { referenceParts } from '../../reference/parts.ts'
import { wrongReference } from '../mutant.ts'

/** The week's report counts everything there ever was: what failed once is reported week after week. */
export const reportCountsAll = wrongReference(
  { name: 'report-counts-all', declares: 'BS045', source: 'archivesunleashed/auk#187' },
  { countWeek: (letters, week) => ({ ...referenceParts.countWeek(letters, { ...week, from: 0 as typeof week.from }), week }) },
)
