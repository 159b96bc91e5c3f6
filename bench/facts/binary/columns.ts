import { isUtf8 } from 'node:buffer'
import { type FactsHeader, limits } from '../fact-file.ts'
import { isWho } from '../shape.ts'
import { frameLimits } from './frames.ts'
import { Cursor } from './varints.ts'

export interface Account {
  readonly who: string
  readonly policy: number
}

/** A block taken apart: its dictionaries, and a cursor at the begin of each column. */
export interface Columns {
  readonly facts: number
  readonly accounts: readonly Account[]
  readonly templates: readonly string[]
  readonly accountColumn: Cursor
  readonly templateColumn: Cursor
  readonly atColumn: Cursor
  readonly values: Cursor
  /** Once all facts were read. @throws RangeError when something is left */
  end(): void
}

/** @throws RangeError when the block is not what a block must be */
export function columnsOf(body: Buffer, { policies }: FactsHeader): Columns {
  const counts = new Cursor(body)
  const [facts, accountCount, templateCount] = [counts.whole(), counts.whole(), counts.whole()]
  if (facts === 0 || facts > frameLimits.facts) throw new RangeError(`a block has ${facts} facts; it may have 1 to ${frameLimits.facts}`)
  if (accountCount > facts || templateCount > facts) throw new RangeError('a dictionary has more entries than the block has facts')
  const lengths = Array.from({ length: 8 }, () => counts.whole())
  if (lengths.reduce((sum, each) => sum + each, counts.at) !== body.length) throw new RangeError('the columns are not as long as the block')
  let from = counts.at
  const column = (place: number): Cursor => new Cursor(body, from, (from += lengths[place]!))
  const [accountLengths, names, templateLengths, texts] = [column(0), column(1), column(2), column(3)]
  const [accountColumn, templateColumn, atColumn, values] = [column(4), column(5), column(6), column(7)]
  const accounts: Account[] = []
  for (let i = 0; i < accountCount; i++) {
    const policy = accountLengths.whole()
    const who = textOf(body, names, accountLengths.whole())
    if (policy >= policies.length) throw new RangeError(`an account has policy ${policy}; the header has ${policies.length} of them`)
    if (!isWho(who)) throw new RangeError(`${JSON.stringify(who.slice(0, 60))} is no customer: 1 to 40 small letters and digits`)
    accounts.push({ who, policy })
  }
  const templates: string[] = []
  for (let i = 0; i < templateCount; i++) {
    const length = templateLengths.whole()
    if (length > limits.line) throw new RangeError(`a template is longer than the ${limits.line} bytes that are read`)
    templates.push(textOf(body, texts, length))
  }
  for (const each of [accountLengths, names, templateLengths, texts])
    if (!each.isAtEnd) throw new RangeError('a dictionary is longer than its entries')
  return {
    facts,
    accounts,
    templates,
    accountColumn,
    templateColumn,
    atColumn,
    values,
    end() {
      for (const each of [accountColumn, templateColumn, atColumn, values])
        if (!each.isAtEnd) throw new RangeError('a column is longer than the block has facts')
    },
  }
}

function textOf(body: Buffer, cursor: Cursor, length: number): string {
  const from = cursor.at
  cursor.goBehind(length)
  const bytes = body.subarray(from, cursor.at)
  if (!isUtf8(bytes)) throw new RangeError('a dictionary has an entry that is no UTF-8')
  return bytes.toString()
}
