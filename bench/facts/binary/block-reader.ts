import type { FactLine, FactsHeader } from '../fact-file.ts'
import { columnsOf } from './columns.ts'
import { FactMaker, type Known, knownOf } from './fact-maker.ts'

/** Facts of one yield. */
const batchFacts = 1_024
/** Templates that are remembered from block to block; a storm has some thousands. */
const mostMakers = 65_536

/** Makes facts of blocks. */
export class BlockReader {
  readonly #header: FactsHeader
  /** Templates by their texts, and whether a fact of theirs was held against its shape. */
  readonly #known = new Map<string, Known>()
  readonly #maker: FactMaker
  /** The fact of the block that is being read, for whoever tells of an error. */
  fact = 0
  facts = 0

  constructor(header: FactsHeader) {
    this.#header = header
    this.#maker = new FactMaker(header)
  }

  /** @throws RangeError when the block is not what a block must be */
  *batches(body: Buffer): Generator<readonly FactLine[], void> {
    this.fact = this.facts = 0
    const { facts, accounts, templates: texts, accountColumn, templateColumn, atColumn, values, end } = columnsOf(body, this.#header)
    this.facts = facts
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
        batch.push({ policy: account.policy, fact: this.#maker.made(template, account.who, account.policy, at, values) })
      }
      yield batch
    }
    end()
  }

  #templates(texts: readonly string[]): readonly Known[] {
    if (this.#known.size > mostMakers) this.#known.clear()
    return texts.map((text) => {
      let known = this.#known.get(text)
      if (known === undefined) this.#known.set(text, (known = knownOf(text)))
      return known
    })
  }
}
