import type { Invariant, Scene, Witness } from '../../scene.ts'
import { about, witness } from '../../witness.ts'
import { lettersOf } from './job-kinds.ts'

/** However often somebody clicks, a dead job is replayed once for each death, and what it does is done once. */
export const replayHasItsEffectOnce: Invariant = {
  code: 'BS044',
  name: 'a replay has its effect once',
  when: 'quiet',
  stance: 'policy',
  rests: 'truth',
  needs: ['dead letters'],
  applies({ truth }) {
    let count = 0
    for (const { command } of truth.commands) if (command.do === 'replay') count++
    return count
  },
  violations(scene) {
    const found: Witness[] = []
    for (const job of replayedJobs(scene)) {
      const keys = new Set(scene.truth.tries.filter((one) => one.job === job && one.came === 'taken').map(({ key }) => key))
      const who = job.slice(0, job.indexOf('/'))
      if (keys.size > 1)
        found.push(witness('effect', who, [about('job', job)], `${job} was replayed, and what it does was done ${keys.size} times`))
    }
    for (const { job, who, deaths, replays } of lettersOf(scene))
      if (replays.length > deaths.length)
        found.push(
          witness('replays', who, [about('job', job)], `${job} died ${deaths.length} times and was replayed ${replays.length} times`),
        )
    return found
  },
}

/** Jobs that somebody asked for once more, whatever came of it. */
function replayedJobs({ truth }: Scene): ReadonlySet<string> {
  const jobs = new Set<string>()
  for (const { command } of truth.commands) if (command.do === 'replay') jobs.add(command.job)
  return jobs
}
