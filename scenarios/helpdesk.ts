import type { Command, Duration } from '#machines'
import { days, hours, minutes, seconds } from '#machines'
import type { Draw } from './draw.ts'
import type { Act, Life } from './troubles.ts'

/** A customer calls: somebody looks at what is stored of them beside the facts, has it put right, or both; some click twice. */
export function helpdesk(draw: Draw, { boundary, signup }: Life): readonly Act[] {
  if (!draw.chance(80)) return []
  const operator = draw.among(['olga', 'omar'])
  const acts: Act[] = []
  let moment =
    signup.at + draw.among([draw.within(seconds(1), hours(1)), draw.within(hours(1), days(3)), draw.within(hours(1), boundary(3))])
  for (const apply of draw.among([[false], [false, true], [true], [true, true], [false, true, true]])) {
    const command: Command = { do: 'recompute', operator, apply }
    acts.push({ at: (moment - (moment % seconds(1))) as Duration, command })
    moment += draw.among([0, seconds(1), draw.within(seconds(1), minutes(20))])
  }
  return acts
}
