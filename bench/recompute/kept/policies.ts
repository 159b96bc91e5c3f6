import { createHash } from 'node:crypto'
import type { Policy } from '#machines'
import type { FactsHeader } from '../../facts/fact-file.ts'
import { policyText } from '../../facts/header-shape.ts'
import type { KeptState } from './kept-state.ts'

/** The policies of a file of facts beside those of a state. */
export interface MetPolicies {
  /** All of the state, with those that the file brings behind them. */
  readonly all: readonly Policy[]
  /** Those of them that are not of the base. */
  readonly added: readonly Policy[]
  /** By place in the file: the place in the state. */
  readonly placeOf: (place: number) => number
  readonly areSame: (a: number, b: number) => boolean
  /** Of those of the base. */
  readonly digest: string
}

/** Policies are the same when they say the same, whatever their places are. Most files bring those of the state, which is seen by one hash. */
export function metPolicies({ policies }: FactsHeader, state: KeptState | undefined): MetPolicies {
  const digest = digestOfAll(policies)
  if (state === undefined) return { all: policies, added: [], placeOf: (place) => place, areSame: sameTexts(policies), digest }
  if (digest === state.head.policies) {
    const added = state.addedPolicies()
    const all = [...policies, ...added]
    return { all, added, placeOf: (place) => place, areSame: sameTexts(all), digest }
  }
  const [base, before] = [state.basePolicies(), state.addedPolicies()]
  const added = [...before]
  const places = new Map([...base, ...before].map((policy, place) => [policyText(policy), place] as const).toReversed())
  const placeOf = policies.map((policy) => {
    const key = policyText(policy)
    const known = places.get(key)
    if (known !== undefined) return known
    const place = base.length + added.push(policy) - 1
    places.set(key, place)
    return place
  })
  const all = [...base, ...added]
  return { all, added, placeOf: (place) => placeOf[place]!, areSame: sameTexts(all), digest: state.head.policies }
}

const sameTexts =
  (policies: readonly Policy[]) =>
  (a: number, b: number): boolean =>
    a === b || policyText(policies[a]!) === policyText(policies[b]!)

export const digestOfAll = (policies: readonly Policy[]): string => createHash('sha256').update(JSON.stringify(policies)).digest('hex')
