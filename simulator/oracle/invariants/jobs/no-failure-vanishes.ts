import type { Instant } from '#machines'
import { days, isoInstant, later } from '#machines'
import type { Invariant, Witness } from '../../scene.ts'
import { about, witness } from '../../witness.ts'
import { lettersOf, refusalsByJob } from './job-kinds.ts'

/** How much later than it said a retry may come: whoever makes it may sleep, or be held up. */
const patience = days(3)

/** A job that failed is tried again in time, has succeeded, or lies where a person sees it, with what went wrong. */
export const noFailureVanishes: Invariant = {
  code: 'BS041',
  name: 'no failure vanishes',
  when: 'quiet',
  stance: 'policy',
  rests: 'truth',
  needs: ['dead letters'],
  applies: ({ truth }) => truth.refused.length,
  violations(scene) {
    const found: Witness[] = []
    if (scene.truth.refused.length === 0) return found
    const letters = new Map(lettersOf(scene).map((row) => [row.job, row]))
    for (const [job, refused] of refusalsByJob(scene)) {
      const { who } = refused[0]!
      const tell = (clause: string, says: string): void => void found.push(witness(clause, who, [about('job', job)], `${job} ${says}`))
      const letter = letters.get(job)
      const tries = scene.truth.tries.filter((one) => one.job === job)
      const failedAt = isoInstant(refused.at(-1)!.at)
      if (letter === undefined) {
        if (tries.at(-1)!.came === 'refused') tell('vanished', `failed at ${failedAt}, and nothing in sight says so`)
      } else if (letter.tries.length < refused.length)
        tell('tries', `failed ${refused.length} times and shows ${letter.tries.length} of them`)
      else if (letter.state === 'backing off' && isStuck(letter.nextTry, tries.at(-1)!.at, scene.now))
        tell('stuck', `failed at ${failedAt}, is not dead, and is not tried again`)
    }
    return found
  },
}

/** Whoever was tried since it failed, by a worker that died over it or heard nothing, is not stuck: it is tried again. */
const isStuck = (nextTry: Instant | undefined, lastTry: Instant, now: Instant): boolean =>
  nextTry === undefined || later(nextTry > lastTry ? nextTry : lastTry, patience) < now
