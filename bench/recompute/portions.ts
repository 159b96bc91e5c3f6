import { FactMaker } from '../facts/binary/fact-maker.ts'
import type { FactsHeader } from '../facts/fact-file.ts'
import { isBinary } from '../facts/open-facts.ts'
import type { Fact } from '#machines'
import { gather } from './gather.ts'
import type { AccountFacts } from './grouped.ts'
import { type Share, shareOf } from './share.ts'
import { makeFactsOf } from './told/made-facts.ts'
import { tellingBlocks } from './told/tell.ts'
import { Templates } from './told/templates.ts'

/** Facts of whole accounts that are there as objects at a time: so few that most are garbage before they are moved for the first time. */
const portionFacts = 2_048

/** The accounts of a share of a file, some at a time. */
export interface Portions {
  readonly header: FactsHeader
  /** How many facts there are in all. */
  readonly facts: number
  /** Milliseconds that reading took so far, and putting facts beside those of their account. */
  readonly ms: { decode: number; group: number }
  /** Once. @throws FactFileError */
  all(): Generator<readonly AccountFacts[], void>
}

/**
 * Reads a file, and groups the facts of one share of its accounts: those of a binary file as the bytes that they came in, so that
 * only those of a portion are objects.
 * @param tells how many facts of how many were read
 * @throws FactFileError or Unfoldable when the file is at fault
 */
export const portionsOf = (path: string, share: Share, tells: (done: number, of: number) => void): Promise<Portions> =>
  (isBinary(path) ? ofBytes : ofObjects)(path, share, tells)

async function ofBytes(path: string, { part, of }: Share, tells: (done: number, of: number) => void): Promise<Portions> {
  const began = performance.now()
  const { header, tell } = tellingBlocks(path, of === 1 ? undefined : (who) => shareOf(who, of) === part)
  const templates = new Templates([])
  const told = await tell(templates, (done) => tells(done, header.facts))
  const maker = new FactMaker(header)
  const ms = { decode: 0, group: performance.now() - began }
  return {
    header,
    facts: told.facts,
    ms,
    *all() {
      let portion: AccountFacts[] = []
      let facts = 0
      let from = performance.now()
      for (const account of told.accounts) {
        const own: Fact[] = []
        makeFactsOf(path, told, account, templates, maker, (fact) => own.push(fact))
        portion.push({ who: account.who, policy: account.policy, facts: own })
        facts += own.length
        if (facts < portionFacts) continue
        ms.decode += performance.now() - from
        yield portion
        from = performance.now()
        portion = []
        facts = 0
      }
      ms.decode += performance.now() - from
      yield portion
    },
  }
}

async function ofObjects(path: string, share: Share, tells: (done: number, of: number) => void): Promise<Portions> {
  const { header, grouping, decodeMs, groupMs } = await gather(path, share, tells)
  return {
    header,
    facts: grouping.count.facts,
    ms: { decode: decodeMs, group: groupMs },
    *all() {
      let portion: AccountFacts[] = []
      let facts = 0
      for (const account of grouping.accounts) {
        portion.push(account)
        facts += account.facts.length
        if (facts < portionFacts) continue
        yield portion
        portion = []
        facts = 0
      }
      yield portion
    },
  }
}
