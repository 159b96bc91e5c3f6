import type { Instant, Who } from '#machines'
import { mix } from './choices.ts'
import { segment } from './name.ts'
import type { Write } from './store.ts'

export const recordKinds = [
  'command',
  'call',
  'answer',
  'delivery',
  'acknowledgement',
  'commit',
  'job',
  'timer',
  'crash',
  'restart',
  'hold',
  'effect',
  'event',
] as const
export type RecordKind = (typeof recordKinds)[number]

/** Records of these kinds are counted as events of a run. */
const counted: ReadonlySet<RecordKind> = new Set([
  'command',
  'call',
  'answer',
  'delivery',
  'acknowledgement',
  'commit',
  'job',
  'timer',
  'crash',
])

/** One thing that happened. Holds no engine's message, no wall time, no path, no host. */
export interface TraceRecord {
  readonly step: number
  readonly at: Instant
  readonly kind: RecordKind
  /** Name of the activity that did it; empty for the world itself. */
  readonly activity: string
  /** What it is about: an object's id, a table, an operation. */
  readonly subject: string
  /** The step that caused it; 0 for the story. */
  readonly cause: number
  readonly who: Who | undefined
  /** Digest of the canonical payload. */
  readonly payload: number
  /** Choices drawn so far. */
  readonly drawn: number
  /** A few words for people; not in the digest. */
  readonly says: string | undefined
  /** Ids that its payload names: rows that were written, objects that were asked for or told of. Not in the digest. */
  readonly about?: readonly string[] | undefined
}

const known = new WeakMap<object, number>()
const worthRemembering = 12
/** The latest ones of some size: what was decided is stored in several rows, one after the other. */
const latest: object[] = Array.from({ length: 8 }, () => ({}))
const digestsOfLatest = new Float64Array(latest.length)
let oldest = 0
const worthKeeping = 5

function ofLatest(value: object): number | undefined {
  for (let i = 0; i < latest.length; i++) if (latest[i] === value) return digestsOfLatest[i]
  return undefined
}
const ofText = (text: string): number => (text === '' ? 7 : hashText(text))

/** Members, tables and owners have few names, which come up again and again. */
const names = new Map<string, number>()
const mostNames = 4_096

function ofName(name: string): number {
  const known = names.get(name)
  if (known !== undefined) return known
  const h = hashText(name)
  if (names.size < mostNames) names.set(name, h)
  return h
}

/** Two letters at a step: texts are most of what is digested. */
function hashText(text: string): number {
  const { length } = text
  let h = 0x811c9dc5 ^ length
  let i = 1
  for (; i < length; i += 2) {
    h = Math.imul(h ^ (text.charCodeAt(i - 1) | (text.charCodeAt(i) << 16)), 0x85ebca6b)
    h = (h << 13) | (h >>> 19)
  }
  if (i === length) h = Math.imul(h ^ text.charCodeAt(i - 1), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * A digest of plain data: the order of keys counts for nothing, that of arrays does; undefined members are as if absent.
 * Large objects are a provider's, which are immutable: theirs are remembered.
 */
export function digestOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return ofText(value)
    case 'number':
      return mix(value >>> 0, (value / 0x100000000) >>> 0, 0x6e, value < 0 ? 1 : 0)
    case 'boolean':
      return value ? 0x74 : 0x66
    case 'undefined':
      return 0x75
    case 'object':
      break
    default:
      return 0x3f
  }
  if (value === null) return 0x30
  if (Array.isArray(value)) {
    let h = 0x5b
    for (let i = 0; i < value.length; i++) h = mix(h, digestOf(value[i]), 0x61, 0)
    return h
  }
  const before = ofLatest(value) ?? known.get(value)
  if (before !== undefined) return before
  let h = 0x7b
  let members = 0
  // A sum, so that the order of keys does not matter.
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key]
    if (member === undefined) continue
    h = (h + mix(ofName(key), digestOf(member), 0x6b, 0)) >>> 0
    members++
  }
  if (members >= worthRemembering) known.set(value, h)
  else if (members >= worthKeeping) {
    latest[oldest] = value
    digestsOfLatest[oldest] = h
    oldest = (oldest + 1) % latest.length
  }
  return h
}

/** What a commit wrote and where, in order. Rows are plain data; what a write was conditional on shows in its outcome. */
export function digestOfWrites(writes: readonly Write[]): number {
  let h = 0x77
  for (let i = 0; i < writes.length; i++) {
    const { table, owner, key, row } = writes[i]!
    h = mix(h, mix(ofName(table), ofName(owner), hashText(key), 0x72), digestOf(row), 0x61)
  }
  return h
}

/** Two words of hexadecimal. */
export const inHex = (high: number, low: number): string =>
  (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0')

/** The rolling digest of what happened, and the records if somebody will read them. */
export class Trace {
  readonly records: TraceRecord[] = []
  readonly checkpoints: string[] = []
  step = 0
  events = 0
  readonly #keep: boolean
  #h1 = 0x510e527f
  #h2 = 0x9b05688c

  constructor(keep: boolean) {
    this.#keep = keep
  }

  add(
    kind: RecordKind,
    at: Instant,
    activity: { readonly h1: number; readonly text: string } | undefined,
    subject: string,
    cause: number,
    who: Who | undefined,
    payload: number,
    drawn: number,
    says?: string,
    about?: readonly string[],
  ): number {
    const step = ++this.step
    const { code, isEvent } = kindsAt.get(kind)!
    if (isEvent) this.events++
    const what = mix(hashText(subject), payload, activity === undefined ? 0 : activity.h1, code)
    this.#h1 = mix(this.#h1, what, at >>> 0, (at / 0x100000000) >>> 0)
    this.#h2 = mix(this.#h2, at >>> 0, what, this.#h1)
    if (step % 64 === 0) this.checkpoints.push(this.digest)
    if (this.#keep)
      this.records.push({
        step,
        at,
        kind,
        activity: activity === undefined ? '' : activity.text,
        subject,
        cause,
        who,
        payload,
        drawn,
        says,
        about,
      })
    return step
  }

  get digest(): string {
    return inHex(this.#h1, this.#h2)
  }
}

const kindsAt: ReadonlyMap<RecordKind, { readonly code: number; readonly isEvent: boolean }> = new Map(
  recordKinds.map((kind) => [kind, { code: segment(kind).h1, isEvent: counted.has(kind) }]),
)

/** Digests of many runs, joined so that order, split and resumption do not matter: a sum modulo 2⁶⁴. */
export class RunSet {
  #sum = 0n
  count = 0
  add(seed: number, semantic: string, choices: string): void {
    const mixed =
      (BigInt(`0x${semantic}`) ^ (BigInt(`0x${choices}`) * 0x9e3779b97f4a7c15n) ^ (BigInt(seed) * 0xc2b2ae3d27d4eb4fn)) *
      0xff51afd7ed558ccdn
    this.#sum = BigInt.asUintN(64, this.#sum + BigInt.asUintN(64, mixed ^ (mixed >> 33n)))
    this.count++
  }
  merge(digest: string, count: number): void {
    this.#sum = BigInt.asUintN(64, this.#sum + BigInt(`0x${digest}`))
    this.count += count
  }
  get digest(): string {
    return this.#sum.toString(16).padStart(16, '0')
  }
}
