import type { Who } from '#machines'
import type { Fault } from '../faults/fault.ts'
import { faults } from '../faults/index.ts'
import type { ChoiceRecord, Value } from '../kernel/choices.ts'
import type { StoryLine, Violation, Workload } from '../kernel/plan.ts'

/** All that a run is made of and that shrinking may change. Whatever the record does not list is dull. */
export interface Candidate {
  readonly workload: Workload
  readonly record: ChoiceRecord
}

/** What a case's size is counted in: a command, or a choice that was not dull. */
export type Element =
  | { readonly kind: 'command'; readonly line: StoryLine }
  | { readonly kind: 'choice'; readonly name: string; readonly value: Value }

export const commandsOf = ({ workload }: Candidate): readonly Element[] => workload.story.map((line) => ({ kind: 'command', line }))

export const choicesOf = ({ record }: Candidate): readonly Element[] =>
  [...record].map(([name, value]) => ({ kind: 'choice', name, value }))

/** A choice's kind: the last part of its name. */
export const kindOfChoice = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

/** Kinds of the faults that strike in one way. */
export const kindsThatStrike = (strikes: Fault['strikes']): ReadonlySet<string> =>
  new Set(faults.filter((fault) => fault.strikes === strikes).map(({ kind }) => kind.segment.text))

/** Kinds by which banks and card networks have their say. */
const kindsOfTheBank: ReadonlySet<string> = new Set(['outcome', 'dispute', 'card update'])
export const isOfTheBank = (name: string): boolean => kindsOfTheBank.has(kindOfChoice(name))

/** The names of the choices that are faults. What a bank makes of a payment is the world's business and nobody's fault. */
export const faultsOf = ({ record }: Candidate): readonly string[] => [...record.keys()].filter((name) => !isOfTheBank(name))

export const elementsOf = (candidate: Candidate): readonly Element[] => [...commandsOf(candidate), ...choicesOf(candidate)]

/** The candidate less some of its elements. */
export function without(candidate: Candidate, elements: readonly Element[]): Candidate {
  const lines = new Set(elements.flatMap((element) => (element.kind === 'command' ? [lineKey(element.line)] : [])))
  const names = new Set(elements.flatMap((element) => (element.kind === 'choice' ? [element.name] : [])))
  return {
    workload: { ...candidate.workload, story: candidate.workload.story.filter((line) => !lines.has(lineKey(line))) },
    record: new Map([...candidate.record].filter(([name]) => !names.has(name))),
  }
}

export const membersOf = ({ workload }: Candidate): readonly Who[] => [...new Set(workload.story.map(({ who }) => who))]

/** The customer whose name a choice stands under, if it stands under one's. */
export const ownerOf = (name: string, members: readonly Who[]): Who | undefined =>
  members.find((who) => name.startsWith(who) && (name.length === who.length || name[who.length] === '/'))

/** Whom a violation is about: a customer of the story, be it by the name or by a record id, `cus_ada_1`. */
export const whoOf = ({ witness }: Pick<Violation, 'witness'>, members: readonly Who[]): Who | undefined =>
  members.find((who) => who === witness.who) ?? members.find((who) => witness.who?.split('_').includes(who) === true)

/** The candidate less a customer: the commands, and every choice under the customer's name. */
export const withoutMember = ({ workload, record }: Candidate, who: Who): Candidate => ({
  workload: { ...workload, story: workload.story.filter((line) => line.who !== who) },
  record: new Map([...record].filter(([name]) => ownerOf(name, [who]) === undefined)),
})

const lineKey = (line: StoryLine): string => `${line.who}/${line.id}`

/** One text for candidates that run alike: the order of lines and of choices means nothing. */
export function keyOf({ workload, record }: Candidate): string {
  const lines = workload.story.map((line) => JSON.stringify([line.who, line.id, line.at, line.command]))
  const choices = [...record].map(([name, value]) => JSON.stringify([name, value]))
  return `${workload.starts} ${workload.lasts} ${workload.policy.currency} ${workload.policy.zone}\n${lines.toSorted().join('\n')}\n${choices.toSorted().join('\n')}`
}

/** What stays the same while a failure shrinks: the invariant, the clause, and which kinds of objects show it. */
export const classOf = ({ code, witness }: Violation): string => `${code} ${witness.clause} ${kindsOf({ witness }).join('+')}`

/** The kinds of the objects that show a violation, each once, in order of the alphabet. */
export const kindsOf = ({ witness }: Pick<Violation, 'witness'>): readonly string[] =>
  [...new Set(witness.subjects.map(({ kind }) => kind))].toSorted()
