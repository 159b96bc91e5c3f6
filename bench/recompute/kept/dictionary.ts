import { Bytes, Cursor } from '../../facts/binary/varints.ts'
import type { Policy } from '#machines'

/** What records are told in: policies and templates, each by its place. */
export interface Dictionary {
  /** As JSON: most runs bring the same ones, and need not read them. */
  readonly policies: string
  readonly templates: readonly string[]
}

export function dictionaryBytes(policies: readonly Policy[], templates: readonly string[]): Buffer {
  const json = Buffer.from(JSON.stringify(policies))
  const head = new Bytes()
  head.whole(json.length)
  const texts = templates.map((template) => Buffer.from(template))
  const lengths = new Bytes()
  lengths.whole(texts.length)
  for (const { length } of texts) lengths.whole(length)
  return Buffer.concat([head.written, json, lengths.written, ...texts])
}

/** @throws RangeError when it is not written as dictionaries are */
export function readDictionary(bytes: Buffer): Dictionary {
  const cursor = new Cursor(bytes)
  const words = (length: number): string => {
    const from = cursor.at
    cursor.goBehind(length)
    return bytes.toString('utf8', from, cursor.at)
  }
  const policies = words(cursor.whole())
  const lengths = Array.from({ length: cursor.whole() }, () => cursor.whole())
  const templates = lengths.map(words)
  if (!cursor.isAtEnd) throw new RangeError('something comes after its last template')
  return { policies, templates }
}
