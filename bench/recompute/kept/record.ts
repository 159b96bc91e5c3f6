import { crc32 } from 'node:zlib'
import type { Fact, Who } from '#machines'
import type { FactMaker } from '../../facts/binary/fact-maker.ts'
import { type Bytes, Cursor } from '../../facts/binary/varints.ts'
import type { Digest } from '../digest.ts'
import type { Templates } from '../told/templates.ts'

/** A fact, and the bytes of the values in the holes of its template. */
export interface Written {
  readonly fact: Fact
  readonly template: number
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
}

/** What a state knows of an account before its facts. */
export interface RecordHead {
  readonly who: Who
  /** The place of its policy among those of the state. */
  readonly policy: number
  /** Its part in the digest of the state. */
  readonly share: Digest
  /** What it comes to, as a line of state. */
  readonly line: string
}

/** Bytes of the checksum that each record begins with. */
export const recordHead = 4

/**
 * Writes an account: who, by which policy, what it comes to, and its facts in order, each once.
 * @param facts by (at, recordedAt, kind, id)
 */
export function writeRecord(into: Bytes, { who, policy, share, line }: RecordHead, facts: readonly Written[]): void {
  text(into, who)
  into.whole(policy)
  into.whole(share.high)
  into.whole(share.low)
  text(into, line)
  into.whole(facts.length)
  let last = 0
  for (let i = 0; i < facts.length; i++) {
    const { fact, template, bytes, from, to } = facts[i]!
    into.whole(template)
    into.signed(fact.at - last)
    into.whole(to - from)
    into.copy(bytes, from, to)
    last = fact.at
  }
}

function text(into: Bytes, words: string): void {
  const bytes = Buffer.from(words)
  into.whole(bytes.length)
  into.copy(bytes)
}

/** @param record with its checksum @returns false when bytes were changed */
export const isWhole = (record: Buffer): boolean =>
  record.length > recordHead && record.readUInt32LE(0) === crc32(record.subarray(recordHead))

/** Reads an account, and its facts once somebody asks for them. @throws RangeError when it is not written as accounts are */
export function readRecord(record: Buffer): RecordHead & { readonly facts: (templates: Templates, maker: FactMaker) => Written[] } {
  const cursor = new Cursor(record, recordHead)
  const words = (): string => {
    const length = cursor.whole()
    const from = cursor.at
    cursor.goBehind(length)
    return record.toString('utf8', from, cursor.at)
  }
  const who = words()
  const policy = cursor.whole()
  const share = { high: cursor.whole(), low: cursor.whole() }
  const line = words()
  return {
    who,
    policy,
    share,
    line,
    facts(templates, maker) {
      const facts: Written[] = []
      let at = 0
      for (let left = cursor.whole(); left > 0; left--) {
        const template = cursor.whole()
        at += cursor.signed()
        const length = cursor.whole()
        const from = cursor.at
        const fact = maker.made(templates.at(template), who, policy, at, cursor)
        cursor.at = from
        cursor.goBehind(length)
        facts.push({ fact, template, bytes: record, from, to: cursor.at })
      }
      if (!cursor.isAtEnd) throw new RangeError('something comes after its facts')
      return facts
    },
  }
}
