import type { Command, Duration, Policy, Taxes } from '#machines'
import { seconds } from '#machines'
import type { Act, Life } from './troubles.ts'
import type { Wish } from './cards.ts'
import { Draw } from './draw.ts'

/** Places where much, little, a crooked share and nothing is taxed. */
export const rates: Taxes['rates'] = [
  { place: 'hamburg', percent: 19 },
  { place: 'zurich', percent: 8.1 },
  { place: 'new york', percent: 8.875 },
  { place: 'guernsey', percent: 0 },
]

/** In one of five worlds tax is kept: inside the prices, or on top of them. */
export function taxedAsDrawn(policy: Policy, name: string, seed: number): Policy {
  const draw = new Draw(`${name} ${seed} taxes`)
  return draw.chance(200) ? { ...policy, taxes: { prices: draw.among(['inclusive', 'exclusive']), rates } } : policy
}

const placeOf = (draw: Draw): string => draw.among(rates).place

/** Now and then somebody moves. */
export const placeWishes = ({ taxes }: Policy): readonly Wish[] =>
  taxes === undefined ? [] : [[(draw) => ({ do: 'set place', place: placeOf(draw) }), 14]]

/** Most say at the signup where they are. */
export function withPlace(draw: Draw, { taxes }: Policy, command: Command): Command {
  return taxes !== undefined && command.do === 'subscribe' && draw.chance(700) ? { ...command, place: placeOf(draw) } : command
}

/** Who said nothing is asked when something is to be charged, and answers soon, late or never. */
export function placeTroubles(draw: Draw, { signup, boundary }: Pick<Life, 'signup' | 'boundary'>): readonly Act[] {
  const acts: Act[] = []
  for (const due of [signup.at, boundary(0), boundary(1)])
    if (draw.chance(450))
      acts.push({
        at: (due + seconds(draw.among([0, draw.within(0, 120), draw.within(1, 86_400), draw.within(1, 12 * 86_400)]))) as Duration,
        command: { do: 'set place', place: placeOf(draw) },
      })
  return acts
}
