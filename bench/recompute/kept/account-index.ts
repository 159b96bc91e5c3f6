import type { Who } from '#machines'
import { digestOf } from '../digest.ts'

/** Where the record of an account lies. */
export interface Entry {
  /** Two hashes of its name. */
  readonly high: number
  readonly low: number
  readonly at: number
  readonly bytes: number
  /** Where the record lies that stood before this one in the base; 0: nowhere, for there is no account so early in a file. */
  readonly replaces: number
}

/** 4 bytes of each hash, 6 of where it lies, 4 of how long it is, 6 of what it replaces. */
export const entryBytes = 24

export const keyOf = (who: Who): Pick<Entry, 'high' | 'low'> => digestOf(who)

/** Entries as bytes, by the hashes of their names, so that one is found without reading the others. */
export function indexBytes(entries: readonly Entry[]): Buffer {
  const sorted = entries.toSorted((a, b) => a.high - b.high || a.low - b.low || a.at - b.at)
  const bytes = Buffer.allocUnsafe(sorted.length * entryBytes)
  let at = 0
  for (const entry of sorted) {
    bytes.writeUInt32BE(entry.high, at)
    bytes.writeUInt32BE(entry.low, at + 4)
    bytes.writeUIntBE(entry.at, at + 8, 6)
    bytes.writeUInt32BE(entry.bytes, at + 14)
    bytes.writeUIntBE(entry.replaces, at + 18, 6)
    at += entryBytes
  }
  return bytes
}

/** An index as it lies in a file. */
export class AccountIndex {
  readonly #bytes: Buffer
  readonly count: number

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.count = bytes.length / entryBytes
  }

  entry(place: number): Entry {
    const at = place * entryBytes
    const bytes = this.#bytes
    return {
      high: bytes.readUInt32BE(at),
      low: bytes.readUInt32BE(at + 4),
      at: bytes.readUIntBE(at + 8, 6),
      bytes: bytes.readUInt32BE(at + 14),
      replaces: bytes.readUIntBE(at + 18, 6),
    }
  }

  /** Whoever has these hashes: one account, or none, or some that chance gave the same. */
  found({ high, low }: Pick<Entry, 'high' | 'low'>): readonly Entry[] {
    let [from, to] = [0, this.count]
    while (from < to) {
      const middle = (from + to) >>> 1
      const at = middle * entryBytes
      const difference = this.#bytes.readUInt32BE(at) - high || this.#bytes.readUInt32BE(at + 4) - low
      if (difference < 0) from = middle + 1
      else to = middle
    }
    const all: Entry[] = []
    for (; from < this.count; from++) {
      const entry = this.entry(from)
      if (entry.high !== high || entry.low !== low) break
      all.push(entry)
    }
    return all
  }
}
