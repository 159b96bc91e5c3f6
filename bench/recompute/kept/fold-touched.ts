import { type Instant, recompute, standardParts } from '#machines'
import { Breath } from '../../breath.ts'
import { FactMaker } from '../../facts/binary/fact-maker.ts'
import { Bytes } from '../../facts/binary/varints.ts'
import { FactFileError } from '../../facts/fact-file-error.ts'
import type { FactsHeader } from '../../facts/fact-file.ts'
import { type Digest, digestOf, noDigest, Summing, without } from '../digest.ts'
import { mostFactsOfOne, Unfoldable } from '../grouped.ts'
import { type StateLine, stateLineOf, stateText } from '../state-line.ts'
import { type Entry, keyOf } from './account-index.ts'
import { joined } from './joined.ts'
import type { KeptState, ReadRecord } from './kept-state.ts'
import type { MetPolicies } from './policies.ts'
import { writeRecord, type Written } from './record.ts'
import { makeFactsOf } from '../told/made-facts.ts'
import type { Templates } from '../told/templates.ts'
import type { ToldAccount, ToldFacts } from '../told/told-facts.ts'

/** Facts that came, and what they come to. */
export interface Came {
  /** Their file, for whoever tells of an error. */
  readonly path: string
  readonly header: FactsHeader
  readonly told: ToldFacts
  readonly templates: Templates
  readonly policies: MetPolicies
}

/** An account that comes to something else than before; undefined: it is new. */
export interface Changed {
  readonly before: StateLine | undefined
  readonly after: StateLine
}

export interface Touched {
  /** Facts that are new, and facts that were known or came twice. */
  readonly fresh: number
  readonly repeated: number
  readonly changed: number
  readonly newAccounts: number
  readonly first: readonly Changed[]
  /** What the state's digest grows by. */
  readonly share: Digest
}

/** A record that is to be written, and which one it stands for. @param body good until the next one */
export type TakesRecord = (key: Pick<Entry, 'high' | 'low'>, before: Entry | undefined, body: Uint8Array) => void

const shownChanges = 10

/**
 * Folds each account that facts came for, with the facts that it had.
 * @throws FactFileError or Unfoldable when one of the files is at fault
 */
export async function foldTouched(
  came: Came,
  state: KeptState | undefined,
  takes: TakesRecord,
  tells: (accounts: number) => void = () => undefined,
): Promise<Touched> {
  const { path, header, told, templates, policies } = came
  const makers = { had: new FactMaker({ policies: policies.all, asOf: header.asOf }), came: new FactMaker(header) }
  const sum = new Summing()
  const first: Changed[] = []
  const body = new Bytes(65_536)
  const breath = new Breath()
  let [fresh, repeated, changed, newAccounts] = [0, 0, 0, 0]
  for (const [place, account] of told.accounts.entries()) {
    const record = state?.find(account.who)
    const policy = policyOf(came, account, record)
    const facts: Written[] = []
    const nths: number[] = []
    makeFactsOf(path, told, account, templates, makers.came, (fact, nth, template, bytes, from, to) => {
      facts.push({ fact, template, bytes, from, to })
      nths.push(nth)
    })
    const had = record === undefined ? [] : state!.factsOf(record, templates, makers.had)
    const all = joined(had, facts, (nth, wrong) => new FactFileError(path, `fact ${nths[nth]!}`, wrong))
    fresh += all.fresh
    repeated += all.repeated
    if (all.facts.length > mostFactsOfOne)
      throw new Unfoldable(`${account.who} has ${all.facts.length} facts, more than the ${mostFactsOfOne} that one account may have`)
    if (all.fresh > 0) {
      const after = stateOf(account, all.facts, policies, policy, header.asOf)
      const line = stateText(after)
      const share = digestOf(line)
      sum.add(share)
      if (record === undefined) newAccounts++
      else sum.add(without(noDigest, record.share))
      if (line !== record?.line) {
        changed++
        if (first.length < shownChanges)
          first.push({ before: record === undefined ? undefined : (JSON.parse(record.line) as StateLine), after })
      }
      body.clear()
      writeRecord(body, { who: account.who, policy, share, line }, all.facts)
      takes(keyOf(account.who), record?.entry, body.written)
    }
    tells(place + 1)
    if (breath.isDue) await breath.take()
  }
  return { fresh, repeated, changed, newAccounts, first, share: sum.digest }
}

function stateOf({ who }: ToldAccount, facts: readonly Written[], { all }: MetPolicies, policy: number, asOf: Instant): StateLine {
  const rules = all[policy]!
  const { state } = recompute(
    facts.map(({ fact }) => fact),
    rules,
    asOf,
    standardParts,
    who,
  )
  return stateLineOf(state, rules.currency)
}

/** An account keeps its policy. @throws Unfoldable */
function policyOf({ path, told, policies }: Came, account: ToldAccount, record: ReadRecord | undefined): number {
  const policy = policies.placeOf(account.policy)
  if (record === undefined) return policy
  if (policies.areSame(policy, record.policy)) return record.policy
  throw new FactFileError(
    path,
    `fact ${told.nth(account.first)}`,
    `${account.who} has policy ${account.policy} of this file, and in the state another one: an account keeps its policy; correct the file, or make another state from all facts`,
  )
}
