import { referenceParts } from '../../reference/parts.ts'
import { wrongReference } from '../mutant.ts'

/** Who only looks is on record; a repair that changes something is not. */
export const repairsInSilence = wrongReference(
  { name: 'repairs-in-silence', declares: 'BS053', source: 'zulip/zulip#21879' },
  { audited: (row) => (row.did === 'repaired' ? [] : referenceParts.audited(row)) },
)
