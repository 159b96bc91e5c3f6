import { Breath } from '../../breath.ts'
import { isBinary, openFacts } from '../../facts/open-facts.ts'
import { readBlocks } from '../../facts/binary/binary-reader.ts'
import { columnsOf } from '../../facts/binary/columns.ts'
import { Bytes } from '../../facts/binary/varints.ts'
import type { FactsHeader } from '../../facts/fact-file.ts'
import { factText } from '../../facts/line.ts'
import { templateOf } from '../../facts/template.ts'
import type { Templates } from './templates.ts'
import { ToldFacts } from './told-facts.ts'

/** A file of facts that is open and of which only the header was read. */
export interface Telling {
  readonly header: FactsHeader
  /** Where the header lies, for whoever tells of an error. */
  readonly headerPlace: string
  /** Reads all facts, and makes none. @param tells how many were read @throws FactFileError or Unfoldable */
  tell(templates: Templates, tells: (facts: number) => void): Promise<ToldFacts>
  close(): void
}

export function openTelling(path: string): Telling {
  return isBinary(path) ? blocks(path) : lines(path)
}

/** As long as facts are not made, a block says nothing of them but where they lie. */
function blocks(path: string): Telling {
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
      const accounts = columns.accounts.map(({ who, policy }) => told.account(who, policy))
      const places = columns.templates.map((text) => templates!.placeOf(text))
      const counts = places.map((place) => templates!.valuesOf(place))
      let at = 0
      for (block.fact = 0; block.fact < facts; block.fact++) {
        const account = accounts[accountColumn.whole()]
        const template = templateColumn.whole()
        const place = places[template]
        if (account === undefined || place === undefined) throw new RangeError('a dictionary has no such entry')
        at += atColumn.signed()
        if (!(at >= 0)) throw new RangeError(`.at is no instant: ${at}`)
        const from = values.at
        values.skip(counts[template]!)
        told.add(account, place, at, body, from, values.at)
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
        tells(told.facts)
        if (breath.isDue) await breath.take()
      }
      return told
    },
    close: () => reader.close(),
  }
}

/** Lines are parsed and held against their shape by whoever reads them. */
function lines(path: string): Telling {
  const reader = openFacts(path)
  return {
    header: reader.header,
    headerPlace: 'line 1',
    async tell(templates, tells) {
      const breath = new Breath()
      const told = new ToldFacts()
      const bytes = new Bytes()
      const values: number[] = []
      for (const batch of reader.batches()) {
        for (const { policy, fact } of batch) {
          values.length = 0
          bytes.clear()
          const template = templates.placeOf(templateOf(factText(fact), fact.who, fact.at, values))
          for (const value of values) bytes.whole(value)
          told.add(told.account(fact.who, policy), template, fact.at, bytes.written, 0, bytes.length)
        }
        tells(told.facts)
        if (breath.isDue) await breath.take()
      }
      return told
    },
    close: () => reader.close(),
  }
}
