import { Breath } from '../../breath.ts'
import { isBinary, openFacts } from '../../facts/open-facts.ts'
import { readBlocks } from '../../facts/binary/binary-reader.ts'
import { columnsOf } from '../../facts/binary/columns.ts'
import { Bytes } from '../../facts/binary/varints.ts'
import type { FactsHeader } from '../../facts/fact-file.ts'
import type { Keeps } from '../../facts/facts-reader.ts'
import { factText } from '../../facts/line.ts'
import { templateOf } from '../../facts/template.ts'
import type { Templates } from './templates.ts'
import { ToldFacts } from './told-facts.ts'

/** A file of facts that is open and of which only the header was read. */
export interface Telling {
  readonly header: FactsHeader
  /** Where the header lies, for whoever tells of an error. */
  readonly headerPlace: string
  /** Reads the facts that are wanted, and makes none. @param tells how many were read @throws FactFileError or Unfoldable */
  tell(templates: Templates, tells: (facts: number) => void): Promise<ToldFacts>
  close(): void
}

/** @param keeps whose facts are wanted, by default everybody's */
export const openTelling = (path: string, keeps?: Keeps): Telling =>
  isBinary(path) ? tellingBlocks(path, keeps) : tellingLines(path, keeps)

/** As long as facts are not made, a block says nothing of them but where they lie. */
export function tellingBlocks(path: string, keeps?: Keeps): Telling {
  const told = new ToldFacts()
  const block = { fact: 0, facts: 0 }
  let templates: Templates | undefined
  const reader = readBlocks(path, (header) => ({
    get fact() {
      return block.fact
    },
    get facts() {
      return block.facts
    },
    *batches(body) {
      const columns = columnsOf(body, header)
      const { facts, accountColumn, templateColumn, atColumn, values } = columns
      block.facts = facts
      const known = columns.accounts
      const wanted = keeps === undefined ? undefined : known.map(({ who }) => keeps(who))
      // Their places here, once they have a fact of this block.
      const accounts: (number | undefined)[] = known.map(() => undefined)
      const before = reader.before()
      const places = columns.templates.map((text) => templates!.placeOf(text))
      const counts = places.map((place) => templates!.valuesOf(place))
      let at = 0
      for (block.fact = 0; block.fact < facts; block.fact++) {
        const which = accountColumn.whole()
        const account = known[which]
        const template = templateColumn.whole()
        const place = places[template]
        if (account === undefined || place === undefined) throw new RangeError('a dictionary has no such entry')
        at += atColumn.signed()
        if (!(at >= 0)) throw new RangeError(`.at is no instant: ${at}`)
        const from = values.at
        values.goBehindWholes(counts[template]!)
        if (wanted?.[which] === false) continue
        const nth = before + block.fact + 1
        told.add(nth, (accounts[which] ??= told.account(account.who, account.policy, nth)), place, at, body, from, values.at)
      }
      columns.end()
      yield []
    },
  }))
  return {
    header: reader.header,
    headerPlace: 'byte 8',
    async tell(into, tells) {
      templates = into
      const breath = new Breath()
      for (const _ of reader.batches()) {
        tells(reader.before())
        if (breath.isDue) await breath.take()
      }
      return told
    },
    close: () => reader.close(),
  }
}

/** Lines are parsed and held against their shape by whoever reads them. */
function tellingLines(path: string, keeps?: Keeps): Telling {
  const reader = openFacts(path, keeps)
  return {
    header: reader.header,
    headerPlace: 'line 1',
    async tell(templates, tells) {
      const breath = new Breath()
      const told = new ToldFacts()
      const bytes = new Bytes()
      const values: number[] = []
      for (const batch of reader.batches()) {
        for (const [place, { policy, fact }] of batch.entries()) {
          const nth = reader.nth(place)
          values.length = 0
          bytes.clear()
          const template = templates.placeOf(templateOf(factText(fact), fact.who, fact.at, values))
          for (const value of values) bytes.whole(value)
          told.add(nth, told.account(fact.who, policy, nth), template, fact.at, bytes.written, 0, bytes.length)
        }
        tells(reader.nth(batch.length - 1))
        if (breath.isDue) await breath.take()
      }
      return told
    },
    close: () => reader.close(),
  }
}
