import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { Policy, Who } from '#machines'
import type { FactMaker } from '../../facts/binary/fact-maker.ts'
import { FactFileError } from '../../facts/fact-file-error.ts'
import { AccountIndex, type Entry, entryBytes, keyOf } from './account-index.ts'
import { readDictionary } from './dictionary.ts'
import { accountsPath, type Piece, readHead, type StateHead, type Tables } from './head.ts'
import { isWhole, readRecord, type Written } from './record.ts'
import type { Templates } from '../told/templates.ts'

/** What every accounts' file begins with; the last byte is the version. */
export const magic = Buffer.of(0x89, 0x42, 0x53, 0x53, 0x0d, 0x0a, 0x1a, 1)

const fix = 'restore it, or remove the state and make it again from all facts'
/** Records that lie near each other are read together. */
const windowBytes = 4_194_304

export type ReadRecord = ReturnType<typeof readRecord> & { readonly entry: Entry }

/** A state that was kept: accounts are read from it one by one, where the index says they are. */
export class KeptState {
  readonly head: StateHead
  readonly templates: readonly string[]
  /** How many of them the base has; they come first. */
  readonly baseTemplates: number
  readonly path: string
  readonly #policies: readonly string[]
  readonly #base: AccountIndex
  readonly #added: AccountIndex
  readonly #fd: number

  private constructor(path: string, head: StateHead, fd: number) {
    this.path = path
    this.head = head
    this.#fd = fd
    const first = Buffer.alloc(magic.length)
    readSync(fd, first, 0, first.length, 0)
    if (!first.equals(magic)) throw this.#wrong(0, 'is no file of accounts that this billstorm reads')
    const size = fstatSync(fd).size
    if (size < head.bytes) throw this.#wrong(size, `is cut short: ${head.bytes} bytes were committed`)
    const dictionaries = this.#tables().map(({ dictionary }) => this.#told(dictionary))
    this.templates = dictionaries.flatMap(({ templates }) => templates)
    this.baseTemplates = dictionaries[0]!.templates.length
    this.#policies = dictionaries.map(({ policies }) => policies)
    const [base, added] = this.#tables().map(({ index }) => this.#index(index))
    this.#base = base!
    this.#added = added ?? new AccountIndex(Buffer.alloc(0))
  }

  /** @returns undefined: there is none yet @throws FactFileError when there is one that cannot be used */
  static open(path: string): KeptState | undefined {
    const head = readHead(path)
    if (head === undefined) return undefined
    const accounts = accountsPath(path, head.generation)
    if (!existsSync(accounts)) throw new FactFileError(accounts, 'byte 0', `is not there, and ${path} says its accounts are in it; ${fix}`)
    const fd = openSync(accounts, 'r')
    try {
      return new KeptState(path, head, fd)
    } catch (thrown) {
      closeSync(fd)
      throw thrown
    }
  }

  close(): void {
    closeSync(this.#fd)
  }

  /** Reads them; most runs need not. */
  basePolicies(): readonly Policy[] {
    return JSON.parse(this.#policies[0]!) as readonly Policy[]
  }

  /** Those that came later: their places are behind those of the base. */
  addedPolicies(): readonly Policy[] {
    return JSON.parse(this.#policies[1] ?? '[]') as readonly Policy[]
  }

  /** @throws FactFileError when its record was changed */
  find(who: Who): ReadRecord | undefined {
    const key = keyOf(who)
    for (const index of [this.#added, this.#base])
      for (const entry of index.found(key)) {
        const record = this.#record(entry, this.#read(entry.at, entry.bytes))
        if (record.who === who) return { ...record, entry }
      }
    return undefined
  }

  /** The facts of an account. @throws FactFileError when they are not what they must be */
  factsOf({ entry, facts }: ReadRecord, templates: Templates, maker: FactMaker): readonly Written[] {
    return this.#reads(entry.at, () => facts(templates, maker))
  }

  /** Where the records lie that stand. */
  entries(): readonly Entry[] {
    const added = this.added()
    const replaced = new Set(added.map(({ replaces }) => replaces))
    const all = [...added]
    for (let place = 0; place < this.#base.count; place++) {
      const entry = this.#base.entry(place)
      if (!replaced.has(entry.at)) all.push(entry)
    }
    return all
  }

  /** Those of them that were appended. */
  added(): readonly Entry[] {
    return Array.from({ length: this.#added.count }, (_, place) => this.#added.entry(place))
  }

  /** Their records as they lie, in the order of the file. @throws FactFileError when one was changed */
  *records(entries: readonly Entry[]): Generator<{ readonly entry: Entry; readonly bytes: Buffer }, void> {
    const sorted = entries.toSorted((a, b) => a.at - b.at)
    for (let next = 0; next < sorted.length;) {
      const from = sorted[next]!.at
      let end = next
      while (end < sorted.length && (end === next || sorted[end]!.at + sorted[end]!.bytes <= from + windowBytes)) end++
      const last = sorted[end - 1]!
      const window = this.#read(from, last.at + last.bytes - from)
      for (; next < end; next++) {
        const entry = sorted[next]!
        const bytes = window.subarray(entry.at - from, entry.at - from + entry.bytes)
        if (!isWhole(bytes)) throw this.#changed(entry.at)
        yield { entry, bytes }
      }
    }
  }

  #record(entry: Entry, bytes: Buffer): ReturnType<typeof readRecord> {
    if (!isWhole(bytes)) throw this.#changed(entry.at)
    return this.#reads(entry.at, () => readRecord(bytes))
  }

  /** Reads what lies at a place. @throws FactFileError of whatever is not written as it should be */
  #reads<Read>(at: number, read: () => Read): Read {
    try {
      return read()
    } catch (thrown) {
      throw thrown instanceof RangeError ? this.#wrong(at, thrown.message) : thrown
    }
  }

  #tables(): readonly Tables[] {
    const { base, added } = this.head
    return added === undefined ? [base] : [base, added]
  }

  #told({ at, ...piece }: Piece): ReturnType<typeof readDictionary> {
    const bytes = this.#piece({ at, ...piece })
    return this.#reads(at, () => readDictionary(bytes))
  }

  #index(piece: Piece): AccountIndex {
    const bytes = this.#piece(piece)
    if (bytes.length % entryBytes !== 0) throw this.#wrong(piece.at, 'is no index')
    return new AccountIndex(bytes)
  }

  #piece({ at, bytes, sum }: Piece): Buffer {
    if (at + bytes > this.head.bytes) throw this.#wrong(at, 'lies behind what was committed')
    const read = this.#read(at, bytes)
    if (crc32(read) !== sum) throw this.#changed(at)
    return read
  }

  #read(at: number, bytes: number): Buffer {
    if (at + bytes > this.head.bytes) throw this.#wrong(at, 'an account is said to lie behind what was committed')
    const buffer = Buffer.allocUnsafe(bytes)
    for (let have = 0; have < bytes;) {
      const read = readSync(this.#fd, buffer, have, bytes - have, at + have)
      if (read === 0) throw this.#wrong(at + have, 'is cut short')
      have += read
    }
    return buffer
  }

  #changed = (at: number): FactFileError => this.#wrong(at, 'the checksum is wrong: bytes were changed')

  #wrong(at: number, says: string): FactFileError {
    return new FactFileError(accountsPath(this.path, this.head.generation), `byte ${at}`, `${says}; ${fix}`)
  }
}
