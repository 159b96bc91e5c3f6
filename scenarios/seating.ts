import type { Command } from '#machines'
import { days, hours, seconds } from '#machines'
import type { Draw } from './draw.ts'
import type { Act, Life } from './troubles.ts'

/** A team moves in, one after another; some get no seat. Later it is smaller, or is to be, with or without giving seats back first. */
export function seating(draw: Draw, { boundary, signup }: Life): readonly Act[] {
  if (!draw.chance(120)) return []
  const acts: Act[] = []
  const at = (moment: number, command: Command): void => {
    acts.push({ at: seconds(Math.floor(moment / 1_000)), command })
  }
  let moment = signup.at + draw.within(seconds(1), days(6))
  if (draw.chance(500)) at(signup.at + draw.within(seconds(1), days(1)), { do: 'change quantity', quantity: draw.within(2, 3) })
  for (const seat of ['fay', 'gil', 'hal']) {
    at(moment, { do: 'assign seat', seat })
    moment += draw.among([0, seconds(1), draw.within(seconds(1), hours(2))])
  }
  if (draw.chance(400)) at(moment, { do: 'unassign seat', seat: draw.among(['fay', 'gil', 'hal']) })
  const smaller: Command = { do: 'change quantity', quantity: draw.within(1, 2) }
  at(draw.within(moment, boundary(2)), draw.chance(500) ? smaller : { ...smaller, when: 'now' })
  return acts
}
