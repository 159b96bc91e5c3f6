import type { FactLine, FactsHeader } from '../fact-file.ts'
import type { Keeps } from '../facts-reader.ts'
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
  readonly #keeps: Keeps | undefined
  /** The fact of the block that is being read, for whoever tells of an error. */
  fact = 0
  facts = 0
  /** By place in the latest batch: which fact of its block it is. */
  places: readonly number[] = []

  constructor(header: FactsHeader, keeps?: Keeps) {
    this.#header = header
    this.#keeps = keeps
    this.#maker = new FactMaker(header)
  }

  /** @throws RangeError when the block is not what a block must be */
  *batches(body: Buffer): Generator<readonly FactLine[], void> {
    this.fact = this.facts = 0
    const { facts, accounts, templates: texts, accountColumn, templateColumn, atColumn, values, end } = columnsOf(body, this.#header)
    this.facts = facts
    const templates = this.#templates(texts)
    const keeps = this.#keeps
    const kept = keeps === undefined ? undefined : accounts.map(({ who }) => keeps(who))
    let at = 0
    let batch: FactLine[] = []
    let places: number[] = []
    for (let i = 0; i < facts; i++) {
      this.fact = i
      const place = accountColumn.whole()
      const account = accounts[place]
      const template = templates[templateColumn.whole()]
      if (account === undefined || template === undefined) throw new RangeError('a dictionary has no such entry')
      at += atColumn.signed()
      if (kept !== undefined && !kept[place]!) {
        values.goBehindWholes(template.values)
        continue
      }
      batch.push({ policy: account.policy, fact: this.#maker.made(template, account.who, account.policy, at, values) })
      places.push(i)
      if (batch.length < batchFacts) continue
      this.places = places
      yield batch
      batch = []
      places = []
    }
    this.places = places
    if (batch.length > 0) yield batch
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
