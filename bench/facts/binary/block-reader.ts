import { isUtf8 } from 'node:buffer'
import type { Fact } from '#machines'
import { type FactLine, type FactsHeader, limits } from '../fact-file.ts'
import { wrongLine } from '../line.ts'
import { isWho, latestInstant } from '../shape.ts'
import { dayWords, filled } from '../template.ts'
import { frameLimits } from './frames.ts'
import { type Maker, makerOf } from './maker.ts'
import { Cursor } from './varints.ts'

/** Facts of one yield. */
const batchFacts = 8_192
/** Templates that are remembered from block to block; a storm has some thousands. */
const mostMakers = 65_536
/** A template that is asked for less often in a block is filled in, and not made code of. */
const worthCode = 8
const dayMs = 86_400_000
/** Up to the year 2079: those that come up over and over. */
const rememberedDays = 40_000

interface Account {
  readonly who: string
  readonly policy: number
}

/** A template of the block that is being read. */
interface Known {
  readonly text: string
  uses: number
  maker: Maker | undefined
}

/** Makes facts of blocks. */
export class BlockReader {
  readonly #header: FactsHeader
  /** Templates by their texts, and whether a fact of theirs was held against its shape. */
  readonly #known = new Map<string, Known>()
  readonly #days: string[] = []
  readonly #day = (at: number, by: number): string => {
    const day = Math.floor(at / dayMs) + by
    return (day >= 0 && day < rememberedDays ? this.#days[day] : undefined) ?? this.#newDay(at, by, day)
  }
  /** The fact of the block that is being read, for whoever tells of an error. */
  fact = 0

  constructor(header: FactsHeader) {
    this.#header = header
  }

  /** @throws RangeError when the block is not what a block must be */
  *batches(body: Buffer): Generator<readonly FactLine[], void> {
    this.fact = 0
    const counts = new Cursor(body)
    const [facts, accountCount, templateCount] = [counts.whole(), counts.whole(), counts.whole()]
    if (facts === 0 || facts > frameLimits.facts) throw new RangeError(`a block has ${facts} facts; it may have 1 to ${frameLimits.facts}`)
    if (accountCount > facts || templateCount > facts) throw new RangeError('a dictionary has more entries than the block has facts')
    const lengths = Array.from({ length: 8 }, () => counts.whole())
    let from = counts.at
    const columns = lengths.map((length) => new Cursor(body, from, (from += length)))
    if (from !== body.length) throw new RangeError('the columns are not as long as the block')
    const [accountLengths, names, templateLengths, texts, accountColumn, templateColumn, atColumn, values] = columns as [
      Cursor,
      Cursor,
      Cursor,
      Cursor,
      Cursor,
      Cursor,
      Cursor,
      Cursor,
    ]
    const accounts = this.#accounts(body, accountCount, accountLengths, names)
    const templates = this.#templates(body, templateCount, templateLengths, texts)
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
    for (const column of columns.slice(4)) if (!column.isAtEnd) throw new RangeError('a column is longer than the block has facts')
  }

  #newDay(at: number, by: number, day: number): string {
    const words = dayWords(at, by)
    // Put in from the first on, so that it stays a list.
    if (day < rememberedDays) for (let next = this.#days.length; next <= day; next++) this.#days.push(dayWords(0, next))
    return words
  }

  #accounts(body: Buffer, count: number, lengths: Cursor, names: Cursor): readonly Account[] {
    const accounts: Account[] = []
    for (let i = 0; i < count; i++) {
      const policy = lengths.whole()
      const who = textOf(body, names, lengths.whole())
      if (policy >= this.#header.policies.length)
        throw new RangeError(`an account has policy ${policy}; the header has ${this.#header.policies.length} of them`)
      if (!isWho(who)) throw new RangeError(`${JSON.stringify(who.slice(0, 60))} is no customer: 1 to 40 small letters and digits`)
      accounts.push({ who, policy })
    }
    if (!lengths.isAtEnd || !names.isAtEnd) throw new RangeError('the dictionary of accounts is longer than its entries')
    return accounts
  }

  #templates(body: Buffer, count: number, lengths: Cursor, texts: Cursor): readonly Known[] {
    const templates: Known[] = []
    if (this.#known.size > mostMakers) this.#known.clear()
    for (let i = 0; i < count; i++) {
      const length = lengths.whole()
      if (length > limits.line) throw new RangeError(`a template is longer than the ${limits.line} bytes that are read`)
      const text = textOf(body, texts, length)
      let known = this.#known.get(text)
      if (known === undefined) this.#known.set(text, (known = { text, uses: 0, maker: undefined }))
      templates.push(known)
    }
    if (!lengths.isAtEnd || !texts.isAtEnd) throw new RangeError('the dictionary of templates is longer than its entries')
    return templates
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
    const text = filled(template.text, who, at, () => values.whole())
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
    if (++template.uses >= worthCode) template.maker = makerOf(template.text)
    return fact
  }
}

function textOf(body: Buffer, cursor: Cursor, length: number): string {
  const from = cursor.at
  cursor.skip(length)
  const bytes = body.subarray(from, cursor.at)
  if (!isUtf8(bytes)) throw new RangeError('a dictionary has an entry that is no UTF-8')
  return bytes.toString()
}
