import type { Library } from './library/library.ts'
import { Random } from './random.ts'

/** Whose lives a file tells, and how it is disturbed. */
export interface Casting {
  /** By account: the place of its life in the library. */
  readonly lives: readonly number[]
  /** Facts before any is repeated. */
  readonly facts: number
  /** How many facts are told a second time. */
  readonly repeats: number
}

/** Of a hundred facts so many are told again. */
const repeatPercent = 2
/** A life that holds more of the file than this part of it is too large for it. */
const largestPart = 20
/** Lives that do not fit are passed over, so many times. */
const mostMisfits = 1_000
/** Repeats fill what no life fits in, up to one in so many facts. */
const mostRepeated = 10

/**
 * Draws accounts until their facts and the repeats are as many as are wanted. Each life is as likely as any other; the largest
 * comes first, where there is room for it.
 * @throws RangeError when so few facts hold no life
 */
export function castingFor({ lives }: Library, facts: number, seed: number): Casting {
  const random = new Random(`casting ${facts} ${seed}`)
  const wanted = facts - Math.ceil((facts * repeatPercent) / 100)
  const size = (life: number): number => lives[life]!.to - lives[life]!.from
  const chosen: number[] = []
  let sum = 0
  const largest = lives.reduce((best, _, life) => (size(life) > size(best) ? life : best), 0)
  let misfits = 0
  for (let life = largest; misfits < mostMisfits && sum < wanted; life = random.below(lives.length))
    if (size(life) * largestPart > facts || sum + size(life) > wanted) misfits++
    else {
      chosen.push(life)
      sum += size(life)
    }
  if (sum * mostRepeated < facts * (mostRepeated - 1))
    throw new RangeError(`${facts} facts are too few for the lives there are; ask for 500 or more`)
  return { lives: chosen, facts: sum, repeats: facts - sum }
}
