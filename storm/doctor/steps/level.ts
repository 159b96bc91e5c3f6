import { faults, lacks, notApplicable, type System } from '#simulator'
import type { Finding } from '#reports'
import { well } from '../findings.ts'
import { invariantsFor } from '../../world.ts'

/** At which level it is stormed, and what is checked of it. */
export function level({ capabilities }: System): Finding {
  const { sights, authority, keeps } = capabilities
  const all = invariantsFor(capabilities)
  const unseen = all.filter(({ needs }) => needs.some((sight) => !sights.includes(sight)))
  const off = faults.filter((fault) => lacks(fault, capabilities).length > 0)
  const impossible = notApplicable(capabilities).length
  return well(
    'level',
    `${capabilities.level}, ${cannotSee[capabilities.level]}; authority ${authority}, keeps a ${keeps}; ${all.length - unseen.length} of ${all.length} invariants are checked${unseen.length === 0 ? '' : `, not ${unseen.map(({ code }) => code).join(', ')}, for want of ${[...new Set(unseen.flatMap(({ needs }) => needs.filter((sight) => !sights.includes(sight))))].join(', ')} in its sights`}${impossible === 0 ? '' : `; ${impossible} cannot be asked of it`}; ${faults.length - off.length} of ${faults.length} faults can strike it`,
  )
}

const cannotSee = {
  native: 'in which everything is seen',
  L3: 'in which I/O of its code is seen',
  L2: 'which does not see races in memory',
  L1: 'which does not see what races between two statements of a handler, nor a crash between them',
} as const
