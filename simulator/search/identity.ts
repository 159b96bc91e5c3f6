import type { Command, Method, Who } from '#machines'
import type { Value } from '../kernel/choices.ts'
import { digestOf } from '../kernel/trace.ts'
import type { Violation } from '../kernel/plan.ts'
import { type Candidate, kindsOf, membersOf, ownerOf } from './candidate.ts'

/** Kinds that strike at one point of an activity, named by the segment above them; of the others only the kind counts. */
const atPoints = new Set([
  'hold',
  'delivery timeout',
  'slow read',
  'hang',
  'deadlock',
  'stale replica',
  'crash',
  'timeout after',
  'timeout before',
  'reset',
  'rate limited',
  'server error',
  'serialization failure',
  'commit unknown',
  'hand edit',
])

/** A choice's kind in words: its last segment, the sort of its value, and the words of the point it strikes at. No ordinals, no names. */
export function kindInWords(name: string, value: Value): string {
  const segments = name.split('/')
  const kind = segments.at(-1) ?? name
  const point = atPoints.has(kind)
    ? segments.at(-2)
    : kind === 'overtakes'
      ? segments.find((each) => /^(before|after) /.test(each))
      : undefined
  // A span or a number is how much, not what.
  const sort = typeof value === 'string' && !/\d/.test(value) && value !== 'at once' ? value.split(':', 1)[0] : ''
  return plain(`${kind} ${sort} ${point ?? ''}`)
}

/** Without what differs from run to run: dates, ordinals, ids, anything in brackets. */
const plain = (text: string): string =>
  text
    .replaceAll(/\([^)]*\)/g, ' ')
    .replaceAll(/\S*\d\S*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** What sort of activity a choice is about: `job work`, `customer.subscription.created`. */
export const activityInWords = (name: string): string => plain(subjectOf(name).slice(name.startsWith('job ') ? 0 : name.indexOf('/') + 1))

/** The thing a choice is about, so that two about the same thing are seen together: the first two segments of its name. */
const subjectOf = (name: string): string => name.split('/').slice(0, 2).join('/')

/**
 * Kinds and relations of the elements of a smallest case: per customer the commands in their order, then the choices,
 * those about one event in one pair of brackets. Equal mistakes have equal signatures, whatever the names, dates and amounts.
 */
export function signatureOf(candidate: Candidate): string {
  const members = membersOf(candidate)
  const groups: string[] = [...members, undefined].map((who) => groupOf(candidate, who, members)).filter((text) => text !== '')
  return groups.toSorted().join(' | ')
}

/** A command's kind in words. A trial or a card that fails is still there only because the failure needs it. */
function commandInWords(command: Command): string {
  const trial = command.do === 'subscribe' && command.trial !== undefined ? ' on trial' : ''
  const terms = command.do === 'subscribe' && command.terms !== undefined ? ' on terms' : ''
  const without = command.do === 'subscribe' && command.method === undefined && command.terms === undefined ? ' without a card' : ''
  return `${command.do}${trial}${terms}${without}${'method' in command && command.method !== undefined ? cardsInWords[command.method] : ''}`
}

const cardsInWords: Readonly<Record<Method, string>> = {
  card: '',
  'card needing authentication': ' with a card that needs action',
  'card without funds': ' with a card that is declined',
  'card expired': ' with a card that is declined',
  'bank debit': ' by bank debit',
  'bank debit without funds': ' by bank debit that fails',
}

function groupOf({ workload, record }: Candidate, who: Who | undefined, members: readonly Who[]): string {
  const lines = workload.story.filter((line) => line.who === who).toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const commands = lines.map(({ command }) => commandInWords(command)).filter((each, index, all) => each !== all[index - 1])
  const bySubject = new Map<string, Set<string>>()
  for (const [name, value] of record) {
    if (ownerOf(name, members) !== who) continue
    const subject = subjectOf(name)
    bySubject.set(subject, (bySubject.get(subject) ?? new Set()).add(kindInWords(name, value)))
  }
  const events = [...bySubject.values()].map((kinds) => [...kinds].toSorted().join(' + '))
  const choices = [...new Set(events)].toSorted().map((text) => `{${text}}`)
  return [...(commands.length === 0 ? [] : [commands.join(' → ')]), ...choices].join(' ')
}

/** `BS-4F2A91C3`: the same for the same wrong outcome, whichever seed, name or amount showed it. */
export function failureId(candidate: Candidate, violation: Violation): string {
  const hash = digestOf([violation.code, signatureOf(candidate), ...kindsOf(violation)])
  return `BS-${hash.toString(16).padStart(8, '0').toUpperCase()}`
}

export const isFailureId = (text: string): boolean => /^BS-[0-9A-F]{8}$/.test(text)
