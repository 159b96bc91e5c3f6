import { days, isoInstant, later } from '#machines'
import type { Invariant, Scene, Witness } from '../../scene.ts'
import { about, witness } from '../../witness.ts'
import { lettered, lettersOf } from './job-kinds.ts'

/** An alert that was owed so long ago has been told. */
const patience = days(3)

/** Whoever is on call is told once of each death: not of every failed try, and not never. Told again under its key it is the same alert. */
export const oneAlertPerDeadLetter: Invariant = {
  code: 'BS043',
  name: 'one alert per dead letter',
  when: 'quiet',
  stance: 'policy',
  rests: 'truth',
  needs: ['dead letters'],
  applies: (scene) => lettersOf(scene).length,
  violations(scene) {
    const found: Witness[] = []
    const letters = lettersOf(scene)
    if (letters.length === 0) return found
    const alerts = alertsOf(scene)
    for (const { job, who, deaths } of letters) {
      const told = alerts.get(job)?.size ?? 0
      const due = deaths.filter((at) => later(at, patience) < scene.now)
      if (told > deaths.length)
        found.push(
          witness(
            'again',
            who,
            [about('job', job)],
            `${job} ${died(deaths.length)}, and ${told === 1 ? 'an alert says' : `${told} alerts say`} that it did`,
          ),
        )
      else if (told < due.length)
        found.push(witness('none', who, [about('job', job)], `${job} died at ${isoInstant(due.at(-1)!)}, and nobody was told`))
    }
    return found
  },
}

/** The keys of the alerts about each job; one without a key is told anew each time. */
function alertsOf({ truth }: Scene): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const [place, effect] of truth.effects.entries()) {
    if (effect.kind !== 'alert') continue
    const { job, key } = lettered(effect)
    if (typeof job !== 'string') continue
    const own = found.get(job) ?? new Set()
    found.set(job, own.add(typeof key === 'string' ? key : `alert ${place}`))
  }
  return found
}

const died = (times: number): string => (times === 0 ? 'is not dead' : times === 1 ? 'died once' : `died ${times} times`)
