import type { Fact } from '#machines'
import { type FactsHeader, limits } from '../fact-file.ts'
import { wrongLine } from '../line.ts'
import { latestInstant } from '../shape.ts'
import { filled, type Pieces, piecesOf, rememberedDays, valuesIn } from '../template.ts'
import { type Maker, makerOf } from './maker.ts'
import type { Cursor } from './varints.ts'

/** A template that is asked for less often is filled in and parsed each time. */
const worthMaker = 8

/** A template, and how often a fact was made of it. */
export interface Known {
  readonly text: string
  readonly pieces: Pieces
  /** Whoever wrote it down held its facts against their shape. */
  readonly isTrusted: boolean
  /** How many values its holes have. */
  readonly values: number
  uses: number
  maker: Maker | undefined
}

export const knownOf = (text: string, isTrusted = false): Known => ({
  values: valuesIn(text),
  text,
  pieces: piecesOf(text),
  isTrusted,
  uses: 0,
  maker: undefined,
})

/** Makes facts of templates. The first ones of each are held against their shape, unless somebody did before. */
export class FactMaker {
  readonly #header: Pick<FactsHeader, 'policies' | 'asOf'>
  readonly #day = rememberedDays()

  constructor(header: Pick<FactsHeader, 'policies' | 'asOf'>) {
    this.#header = header
  }

  /** @throws RangeError when what comes out is no fact */
  made(template: Known, who: string, policy: number, at: number, values: Cursor): Fact {
    if (template.maker === undefined) return this.#first(template, who, policy, at, values)
    const fact = template.maker(who, at, values, this.#day)
    // Its shape is known by now; only numbers may still be what none may be.
    if (!(at >= 0) || at > latestInstant || fact.at !== at) throw new RangeError(`.at is no instant: ${at}`)
    if (fact.who !== who) throw new RangeError(`.who is not ${who}, as its column says`)
    const { recordedAt } = fact
    if (!(recordedAt >= 0) || recordedAt > this.#header.asOf)
      throw new RangeError(`.recordedAt is ${recordedAt}, later than the header’s asOf`)
    return fact
  }

  /** The first ones of a template are filled in and held against their shape. */
  #first(template: Known, who: string, policy: number, at: number, values: Cursor): Fact {
    const text = filled(template.pieces, who, at, () => values.whole())
    if (text.length > limits.line) throw new RangeError(`a fact is longer than the ${limits.line} bytes that are read`)
    let fact: Fact
    try {
      fact = JSON.parse(text) as Fact
    } catch {
      throw new RangeError('a template is no JSON')
    }
    const wrong = template.isTrusted ? undefined : wrongLine({ policy, fact }, this.#header)
    if (wrong !== undefined) throw new RangeError(wrong.replace(/^[. ](?:fact\.)?/, ''))
    if (fact.at !== at || fact.who !== who)
      throw new RangeError('a template is not about the account, or not of the moment, that its columns say')
    if (++template.uses === worthMaker) template.maker = makerOf(template.text)
    return fact
  }
}
