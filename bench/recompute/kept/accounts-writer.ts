import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { Policy } from '#machines'
import { WholeFile } from '../../facts/whole-file.ts'
import { type Entry, indexBytes } from './account-index.ts'
import { dictionaryBytes } from './dictionary.ts'
import type { Piece, Tables } from './head.ts'
import { magic } from './kept-state.ts'
import { recordHead } from './record.ts'

/** Written at once. */
const flushBytes = 4_194_304

/** Writes a file of accounts from its begin, or on from what was committed of it. Nothing of that counts before a head says so. */
export class AccountsWriter {
  readonly #write: (bytes: Uint8Array) => void
  readonly #end: () => void
  readonly abort: () => void
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #at = 0

  private constructor(at: number, write: (bytes: Uint8Array) => void, end: () => void, abort: () => void) {
    this.#at = at
    this.#write = write
    this.#end = end
    this.abort = abort
  }

  /** There is no file before it is whole. */
  static base(path: string): AccountsWriter {
    const file = new WholeFile(path)
    const writer = new AccountsWriter(
      0,
      (bytes) => file.write(bytes),
      () => file.commit(),
      () => file.abort(),
    )
    writer.#put(magic)
    return writer
  }

  /** What lies behind what was committed was left by somebody who was interrupted. */
  static onward(path: string, committed: number): AccountsWriter {
    const fd = openSync(path, 'r+')
    let at = committed
    let isOpen = true
    const close = (): void => {
      if (isOpen) closeSync(fd)
      isOpen = false
    }
    ftruncateSync(fd, committed)
    return new AccountsWriter(
      committed,
      (bytes) => {
        for (let done = 0; done < bytes.length;) {
          const wrote = writeSync(fd, bytes, done, bytes.length - done, at)
          done += wrote
          at += wrote
        }
      },
      () => {
        fsyncSync(fd)
        close()
      },
      close,
    )
  }

  get bytes(): number {
    return this.#at
  }

  /** @param body a record without its checksum @returns where it lies */
  record(body: Uint8Array): Pick<Entry, 'at' | 'bytes'> {
    const record = Buffer.allocUnsafe(recordHead + body.length)
    record.set(body, recordHead)
    record.writeUInt32LE(crc32(body), 0)
    return this.whole(record)
  }

  /** @param record with its checksum */
  whole(record: Uint8Array): Pick<Entry, 'at' | 'bytes'> {
    const at = this.#at
    this.#put(record)
    return { at, bytes: record.length }
  }

  /** What records are told in, and where each lies. */
  tables(policies: readonly Policy[], templates: readonly string[], entries: readonly Entry[]): Tables {
    return { dictionary: this.#piece(dictionaryBytes(policies, templates)), index: this.#piece(indexBytes(entries)) }
  }

  /** All of it lies on the disk. */
  end(): void {
    this.#flush()
    this.#end()
  }

  #piece(bytes: Uint8Array): Piece {
    const at = this.#at
    this.#put(bytes)
    return { at, bytes: bytes.length, sum: crc32(bytes) }
  }

  #put(bytes: Uint8Array): void {
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    this.#at += bytes.length
    if (this.#waitingBytes >= flushBytes) this.#flush()
  }

  #flush(): void {
    this.#write(Buffer.concat(this.#waiting))
    this.#waiting = []
    this.#waitingBytes = 0
  }
}
