import { FactFileError } from '../../facts/fact-file-error.ts'
import type { Entry } from './account-index.ts'
import { AccountsWriter } from './accounts-writer.ts'
import { commitBase, commitWaiting, type Waiting } from './commit.ts'
import { type Came, foldTouched, type Touched } from './fold-touched.ts'
import { accountsPath, type StateHead } from './head.ts'
import { KeptState } from './kept-state.ts'
import { lockState } from './lock.ts'
import { metPolicies } from './policies.ts'
import { sweep } from './sweep.ts'
import { openTelling, type Telling } from '../told/tell.ts'
import { Templates } from '../told/templates.ts'

export interface KeepOptions {
  /** A file of facts. */
  readonly facts: string
  /** Where the state is kept. */
  readonly state: string
  readonly tells?: Tells | undefined
}
/** How far it has come. */
type Tells = (what: 'facts' | 'accounts', done: number, of: number) => void

export interface KeepReport extends Omit<Touched, 'share'> {
  /** What became of the state. */
  readonly did: 'made' | 'appended' | 'compacted' | 'nothing'
  /** Accounts that the file is about. */
  readonly touched: number
  /** Of the state as it is now. */
  readonly digest: string
  readonly accounts: number
  readonly facts: number
  readonly bytes: number
  /** Milliseconds: reading the state's index, reading the file, reading and folding what it touches, writing. */
  readonly ms: { readonly index: number; readonly read: number; readonly fold: number; readonly write: number }
}

/**
 * Adds facts to a state that is kept, and folds the accounts that they are about; where there is no state yet it is made of them.
 * @throws FactFileError or Unfoldable when a file is at fault; nothing was written then
 */
export async function keepFacts({ facts, state: path, tells = () => undefined }: KeepOptions): Promise<KeepReport> {
  const release = lockState(path)
  try {
    const began = performance.now()
    const state = KeptState.open(path)
    const indexMs = performance.now() - began
    try {
      sweep(path, state?.head)
      return await opened(facts, path, state, indexMs, tells)
    } finally {
      state?.close()
    }
  } finally {
    release()
  }
}

async function opened(facts: string, path: string, state: KeptState | undefined, indexMs: number, tells: Tells): Promise<KeepReport> {
  const telling = openTelling(facts)
  try {
    mustBeOfOneMoment(facts, telling, path, state?.head)
    return await kept(facts, telling, path, state, indexMs, tells)
  } finally {
    telling.close()
  }
}

async function kept(
  facts: string,
  { header, tell }: Telling,
  path: string,
  state: KeptState | undefined,
  indexMs: number,
  tells: Tells,
): Promise<KeepReport> {
  const began = performance.now()
  const templates = new Templates(state?.templates ?? [])
  const told = await tell(templates, (done) => tells('facts', done, header.facts))
  const came: Came = { path: facts, header, told, templates, policies: metPolicies(header, state) }
  const count = told.accounts.length
  const read = performance.now()
  const { touched, commit } = await (state === undefined ? toBase : toState(state))(path, came, (done) => tells('accounts', done, count))
  const folded = performance.now()
  const { did, head } = await commit()
  const { share: _, ...rest } = touched
  const { digest, accounts, facts: all, bytes } = head
  const ms = { index: indexMs, read: read - began, fold: folded - read, write: performance.now() - folded }
  return { did, ...rest, touched: count, digest, accounts, facts: all, bytes, ms }
}

interface Done {
  readonly touched: Touched
  readonly commit: () => Promise<Commit>
}
interface Commit {
  readonly did: KeepReport['did']
  readonly head: StateHead
}

/** Records go where they stay as they are made. */
async function toBase(path: string, came: Came, tells: (accounts: number) => void): Promise<Done> {
  const writer = AccountsWriter.base(accountsPath(path, 1))
  const entries: Entry[] = []
  const orNothing = async <T>(does: () => T | Promise<T>): Promise<T> => {
    try {
      return await does()
    } catch (thrown) {
      writer.abort()
      throw thrown
    }
  }
  const touched = await orNothing(() =>
    foldTouched(came, undefined, (key, _, body) => entries.push({ ...key, ...writer.record(body), replaces: 0 }), tells),
  )
  return { touched, commit: () => orNothing((): Commit => ({ did: 'made', head: commitBase(path, writer, entries, came, touched) })) }
}

function toState(state: KeptState) {
  return async (path: string, came: Came, tells: (accounts: number) => void): Promise<Done> => {
    const waiting: Waiting[] = []
    const touched = await foldTouched(came, state, (key, before, body) => waiting.push({ ...key, before, body: Buffer.from(body) }), tells)
    return {
      touched,
      async commit() {
        if (touched.fresh === 0) return { did: 'nothing', head: state.head }
        const head = commitWaiting(path, state, waiting, came, touched)
        return { did: head.generation === state.head.generation ? 'appended' : 'compacted', head }
      },
    }
  }
}

function mustBeOfOneMoment(facts: string, { header, headerPlace }: Telling, path: string, head: StateHead | undefined): void {
  if (head === undefined || header.asOf === head.asOf) return
  const moment = (at: number): string => new Date(at).toISOString()
  throw new FactFileError(
    facts,
    headerPlace,
    `the facts are as of ${moment(header.asOf)}, and ${path} is as of ${moment(head.asOf)}; bring facts as of the same moment, or make another state from all facts`,
  )
}
