import type { Fact } from '#machines'
import { type FactLine, type FactsHeader, limits } from '../fact-file.ts'
import { wrongLine } from '../line.ts'
import { latestInstant } from '../shape.ts'
import { filled, type Pieces, piecesOf, rememberedDays } from '../template.ts'
import { type Account, columnsOf } from './columns.ts'
import { type Maker, makerOf } from './maker.ts'
import type { Cursor } from './varints.ts'

/** Facts of one yield. */
const batchFacts = 1_024
/** Templates that are remembered from block to block; a storm has some thousands. */
const mostMakers = 65_536
/** A template that is asked for less often is filled in and parsed each time. */
const worthMaker = 8

/** A template of the block that is being read. */
interface Known {
  readonly text: string
  readonly pieces: Pieces
  uses: number
  maker: Maker | undefined
}

/** Makes facts of blocks. */
export class BlockReader {
  readonly #header: FactsHeader
  /** Templates by their texts, and whether a fact of theirs was held against its shape. */
  readonly #known = new Map<string, Known>()
  readonly #day = rememberedDays()
  /** The fact of the block that is being read, for whoever tells of an error. */
  fact = 0

  constructor(header: FactsHeader) {
    this.#header = header
  }

  /** @throws RangeError when the block is not what a block must be */
  *batches(body: Buffer): Generator<readonly FactLine[], void> {
    this.fact = 0
    const { facts, accounts, templates: texts, accountColumn, templateColumn, atColumn, values, end } = columnsOf(body, this.#header)
    const templates = this.#templates(texts)
    let at = 0
    for (let start = 0; start < facts; start += batchFacts) {
      const batch: FactLine[] = []
      for (let i = start; i < Math.min(facts, start + batchFacts); i++) {
        this.fact = i
        const account = accounts[accountColumn.whole()]
        const template = templates[templateColumn.whole()]
        if (account === undefined || template === undefined) throw new RangeError('a dictionary has no such entry')
        at += atColumn.signed()
        batch.push({ policy: account.policy, fact: this.#made(template, account, at, values) })
      }
      yield batch
    }
    end()
  }

  #templates(texts: readonly string[]): readonly Known[] {
    if (this.#known.size > mostMakers) this.#known.clear()
    return texts.map((text) => {
      let known = this.#known.get(text)
      if (known === undefined) this.#known.set(text, (known = { text, pieces: piecesOf(text), uses: 0, maker: undefined }))
      return known
    })
  }

  #made(template: Known, { who, policy }: Account, at: number, values: Cursor): Fact {
    if (template.maker === undefined) return this.#first(template, who, policy, at, values)
    const fact = template.maker(who, at, values, this.#day)
    // Its shape is known by now; only numbers may still be what none may be.
    if (!(at >= 0) || at > latestInstant || fact.at !== at) throw new RangeError(`.at is no instant: ${at}`)
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
    const wrong = wrongLine({ policy, fact }, this.#header)
    if (wrong !== undefined) throw new RangeError(wrong.replace(/^[. ](?:fact\.)?/, ''))
    if (fact.at !== at || fact.who !== who)
      throw new RangeError('a template is not about the account, or not of the moment, that its columns say')
    if (++template.uses === worthMaker) template.maker = makerOf(template.text)
    return fact
  }
}
