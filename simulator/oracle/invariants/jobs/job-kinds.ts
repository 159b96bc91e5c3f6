import type { DeadLetterRow } from '#machines'
import type { EffectTruth, JobTry, Scene } from '../../scene.ts'

/** The judge's own reading of what a job is about, from what it asks for: money, word to people, or neither. */
export function typeOf({ asked }: Pick<JobTry, 'asked'>): DeadLetterRow['type'] {
  if (asked === 'mail') return 'notification'
  return /^(payment_intents|refunds)\./.test(asked) ? 'payment' : 'other'
}

/** Refused tries that their system must know of, by job: nobody was held up or died around them. */
export function refusalsByJob({ truth }: Scene): ReadonlyMap<string, readonly JobTry[]> {
  const found = new Map<string, JobTry[]>()
  for (const one of truth.refused) {
    if (one.isDisturbed) continue
    const own = found.get(one.job)
    if (own === undefined) found.set(one.job, [one])
    else own.push(one)
  }
  return found
}

export const lettersOf = ({ view }: Scene): readonly DeadLetterRow[] => view['dead letters'] ?? []

/** A word to the operator, as far as it can be read. */
export function lettered({ detail }: EffectTruth): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(detail)
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
