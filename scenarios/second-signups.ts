import type { Command } from '#machines'
import { days, seconds } from '#machines'
import type { Draw } from './draw.ts'
import type { Act, Life } from './troubles.ts'

/**
 * Whoever signs up clicks twice, or has a second tab open; and some sign up once more while what they have still runs, by the same
 * button or by the one that begins a trial.
 */
export function secondSignups(draw: Draw, { boundary, plan, signup }: Life): readonly Act[] {
  const acts: Act[] = []
  const at = (moment: number, command: Command): void => {
    acts.push({ at: seconds(Math.floor(moment / 1_000)), command })
  }
  if (draw.chance(120)) at(signup.at + seconds(draw.among([0, 1, 1, 2, draw.within(3, 90)])), signup.command)
  if (draw.chance(80)) {
    const again: Command = { do: 'subscribe', plan: plan(), quantity: 1, method: 'card' }
    at(draw.within(signup.at, boundary(2)), draw.chance(500) ? again : { ...again, trial: draw.among([days(7), days(14)]) })
  }
  return acts
}
