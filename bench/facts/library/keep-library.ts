import type { Policy } from '#machines'
import { writeBlocks } from '../binary/binary-writer.ts'
import { type OfBlocks, readBlocks } from '../binary/binary-reader.ts'
import { columnsOf } from '../binary/columns.ts'
import type { FactsHeader, Profile } from '../fact-file.ts'
import { valuesIn } from '../template.ts'
import { type Library, Shelves } from './library.ts'

/** A library is kept as a file of facts: life after life, each in its own order, `over7` where nothing happens by itself any more, else `life7`. */
export function keepLibrary(path: string, library: Library, profile: Profile, seed: number): void {
  const { asOf, policies, lives, templates, template, at, valuesFrom, values } = library
  const header: FactsHeader = {
    format: 'billstorm facts',
    version: 1,
    profile,
    asOf,
    policies,
    facts: at.length,
    accounts: lives.length,
    seed,
  }
  const writer = writeBlocks(path, header)
  const { block } = writer
  for (const [place, { from, to, policy, isOver }] of lives.entries()) {
    const name = `${isOver ? 'over' : 'life'}${place}`
    for (let i = from; i < to; i++) {
      block.add(block.account(name, policy), block.template(templates[template[i]!]!), at[i]!, values, valuesFrom[i]!, valuesFrom[i + 1]!)
      writer.added()
    }
  }
  writer.commit()
}

/** A fact that lies in a library's file. */
interface Raw {
  readonly who: string
  readonly policy: number
  readonly template: string
  readonly at: number
  readonly values: Uint8Array
}

/** @throws FactFileError */
export function readLibrary(path: string): Library {
  const reader = readBlocks(path, (header) => rawFacts(header))
  const shelves = new Shelves(reader.header.asOf)
  let life: Raw | undefined
  const end = (): void => {
    if (life !== undefined) shelves.endLife(reader.header.policies[life.policy] as Policy, life.who.startsWith('over'))
  }
  for (const batch of reader.batches())
    for (const raw of batch) {
      if (raw.who !== life?.who) {
        end()
        life = raw
      }
      shelves.addRaw(raw.template, raw.at, raw.values)
    }
  end()
  return shelves.whole()
}

function rawFacts(header: FactsHeader): OfBlocks<Raw> {
  let [fact, count] = [0, 0]
  return {
    get fact() {
      return fact
    },
    get facts() {
      return count
    },
    *batches(body) {
      const { facts, accounts, templates, accountColumn, templateColumn, atColumn, values, end } = columnsOf(body, header)
      count = facts
      const counts = templates.map(valuesIn)
      const raws: Raw[] = []
      let at = 0
      for (fact = 0; fact < facts; fact++) {
        const account = accounts[accountColumn.whole()]
        const place = templateColumn.whole()
        const template = templates[place]
        if (account === undefined || template === undefined) throw new RangeError('a dictionary has no such entry')
        at += atColumn.signed()
        const from = values.at
        for (let value = counts[place]!; value > 0; value--) values.whole()
        raws.push({ ...account, template, at, values: body.subarray(from, values.at) })
      }
      end()
      yield raws
    },
  }
}
