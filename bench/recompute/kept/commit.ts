import { rmSync } from 'node:fs'
import { type Digest, digestIn, digestText, noDigest, sumOf } from '../digest.ts'
import type { Entry } from './account-index.ts'
import { AccountsWriter } from './accounts-writer.ts'
import type { Came, Touched } from './fold-touched.ts'
import { accountsPath, commitHead, type StateHead } from './head.ts'
import type { KeptState } from './kept-state.ts'
import { digestOfAll } from './policies.ts'
import { recordHead } from './record.ts'

/** A record that waits for its place: whether it is appended or all is written anew hangs on how many there are. */
export interface Waiting extends Pick<Entry, 'high' | 'low'> {
  readonly before: Entry | undefined
  readonly body: Uint8Array
}

/** Beyond that part of the base, what was appended is made a new base with it. */
const mostAppended = 0.2

/** A state of accounts that all lie in a new base. */
export function commitBase(path: string, writer: AccountsWriter, entries: readonly Entry[], came: Came, touched: Touched): StateHead {
  const { policies, templates } = came
  const base = writer.tables(policies.all, templates.texts, entries)
  const { bytes } = writer
  writer.end()
  return commits(
    path,
    undefined,
    came,
    touched,
    { policies: policies.digest, generation: 1, bytes, baseBytes: bytes, base },
    entries.length,
  )
}

/** Appends what came to a state, or makes a new base of both. */
export function commitWaiting(path: string, state: KeptState, waiting: readonly Waiting[], came: Came, touched: Touched): StateHead {
  const { head } = state
  const records = waiting.reduce((sum, { body }) => sum + recordHead + body.length, 0)
  return head.bytes - head.baseBytes + records > head.baseBytes * mostAppended
    ? compacted(path, state, waiting, came, touched)
    : appended(path, state, waiting, came, touched)
}

function appended(path: string, state: KeptState, waiting: readonly Waiting[], came: Came, touched: Touched): StateHead {
  const { head } = state
  const writer = AccountsWriter.onward(accountsPath(path, head.generation), head.bytes)
  try {
    const gone = new Set(waiting.map(({ before }) => before?.at))
    const entries = state.added().filter(({ at }) => !gone.has(at))
    for (const { high, low, before, body } of waiting) {
      // Of one that was appended before, what stood in the base is gone all the same.
      const replaces = before === undefined ? 0 : before.at < head.baseBytes ? before.at : before.replaces
      entries.push({ high, low, ...writer.record(body), replaces })
    }
    const added = writer.tables(came.policies.added, came.templates.texts.slice(state.baseTemplates), entries)
    const { bytes } = writer
    writer.end()
    return commits(path, head, came, touched, { ...head, added, bytes }, head.accounts + touched.newAccounts)
  } catch (thrown) {
    writer.abort()
    throw thrown
  }
}

function compacted(path: string, state: KeptState, waiting: readonly Waiting[], came: Came, touched: Touched): StateHead {
  const { head } = state
  const generation = head.generation + 1
  const writer = AccountsWriter.base(accountsPath(path, generation))
  try {
    const gone = new Set(waiting.map(({ before }) => before?.at))
    const stands = state.entries().filter(({ at }) => !gone.has(at))
    const entries: Entry[] = []
    for (const { entry, bytes } of state.records(stands)) entries.push({ ...entry, ...writer.whole(bytes), replaces: 0 })
    for (const { high, low, body } of waiting) entries.push({ high, low, ...writer.record(body), replaces: 0 })
    const base = writer.tables(came.policies.all, came.templates.texts, entries)
    const policies = digestOfAll(came.policies.all)
    const { bytes } = writer
    writer.end()
    const committed = commits(path, head, came, touched, { policies, generation, bytes, baseBytes: bytes, base }, entries.length)
    rmSync(accountsPath(path, head.generation), { force: true })
    return committed
  } catch (thrown) {
    writer.abort()
    throw thrown
  }
}

type Lies = Pick<StateHead, 'policies' | 'generation' | 'bytes' | 'baseBytes' | 'base' | 'added'>

function commits(
  path: string,
  before: StateHead | undefined,
  { header }: Came,
  { fresh, share }: Touched,
  { policies, generation, bytes, baseBytes, base, added }: Lies,
  accounts: number,
): StateHead {
  const digest: Digest = sumOf(before === undefined ? noDigest : digestIn(before.digest), share)
  const head: StateHead = {
    format: 'billstorm state',
    version: 1,
    asOf: header.asOf,
    policies,
    digest: digestText(digest),
    accounts,
    facts: (before?.facts ?? 0) + fresh,
    generation,
    bytes,
    baseBytes,
    base,
    ...(added === undefined ? {} : { added }),
  }
  commitHead(path, head)
  return head
}
