import { type BlocksWriter, writeBlocks } from './binary/binary-writer.ts'
import { Cursor } from './binary/varints.ts'
import type { FactsHeader } from './fact-file.ts'
import type { FactsWriter } from './facts-reader.ts'
import type { Library } from './library/library.ts'
import { writeLines } from './ndjson-writer.ts'
import { inBytes, LineBytes } from './line-bytes.ts'
import { piecesOf } from './template.ts'

/** Who tells facts of a library again, of other accounts and at other times. */
export interface Teller extends Pick<FactsWriter, 'commit' | 'abort'> {
  /** @param account counted from 0 @param fact its place in the library @param shift milliseconds by which all moments are later */
  tell(account: number, fact: number, policy: number, shift: number): void
}

/** A name that says nothing of when the account came: all 2³² are different. */
export function nameOf(account: number, seed: number): string {
  const scrambled = (Math.imul(account + 1, 0x9e37_79b1) ^ Math.imul(seed, 0x85eb_ca6b)) >>> 0
  return `a${scrambled.toString(36).padStart(7, '0')}`
}

export function tellBinary(path: string, header: FactsHeader, library: Library, accounts: number): Teller {
  const writer: BlocksWriter = writeBlocks(path, header)
  const { block } = writer
  const { template, templates, at, valuesFrom, values } = library
  // In which block, counted from 1, something was last placed, and where.
  let blocks = 1
  const [accountBlock, accountPlace] = [new Uint32Array(accounts), new Uint32Array(accounts)]
  const [templateBlock, templatePlace] = [new Uint32Array(templates.length), new Uint32Array(templates.length)]
  return {
    tell(account, fact, policy, shift) {
      const which = template[fact]!
      if (accountBlock[account] !== blocks) {
        accountBlock[account] = blocks
        accountPlace[account] = block.account(nameOf(account, header.seed), policy)
      }
      if (templateBlock[which] !== blocks) {
        templateBlock[which] = blocks
        templatePlace[which] = block.template(templates[which]!)
      }
      block.add(accountPlace[account]!, templatePlace[which]!, at[fact]! + shift, values, valuesFrom[fact]!, valuesFrom[fact + 1]!)
      if (writer.added()) blocks++
    },
    commit: () => writer.commit(),
    abort: () => writer.abort(),
  }
}

export function tellLines(path: string, header: FactsHeader, library: Library): Teller {
  const writer = writeLines(path, header)
  const { template, templates, at, valuesFrom, values } = library
  const cursor = new Cursor(values)
  const pieces = templates.map((each) => inBytes(piecesOf(each)))
  const names: Uint8Array[] = []
  const bytes = new LineBytes()
  const [begin, between, end] = ['{"policy":', ',"fact":', '}\n'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer]
  let lines = 0
  const flush = (): void => {
    writer.add(bytes.written, lines)
    bytes.clear()
    lines = 0
  }
  return {
    tell(account, fact, policy, shift) {
      cursor.at = valuesFrom[fact]!
      bytes.bytes(begin)
      bytes.decimals(policy)
      bytes.bytes(between)
      bytes.fact(pieces[template[fact]!]!, (names[account] ??= Buffer.from(nameOf(account, header.seed))), at[fact]! + shift, cursor)
      bytes.bytes(end)
      lines++
      if (bytes.length >= enough) flush()
    },
    commit() {
      flush()
      writer.commit()
    },
    abort: () => writer.abort(),
  }
}

/** Bytes that are written at once; as many as the writer writes without keeping them. */
const enough = 262_144
