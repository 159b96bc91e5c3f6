import { crc32 } from 'node:zlib'
import type { FactsHeader } from '../fact-file.ts'
import type { FactsWriter } from '../facts-reader.ts'
import { factText, headerText } from '../line.ts'
import { templateOf } from '../template.ts'
import { WholeFile } from '../whole-file.ts'
import { Block } from './block.ts'
import { frameTypes, headOf, magic, version } from './frames.ts'
import { Bytes } from './varints.ts'

/** Writes the binary format. */
export function writeBinary(path: string, header: FactsHeader): FactsWriter {
  const blocks = writeBlocks(path, header)
  const values: number[] = []
  const bytes = new Bytes()
  return {
    add(lines) {
      for (const { policy, fact } of lines) {
        values.length = 0
        bytes.clear()
        const template = templateOf(factText(fact), fact.who, fact.at, values)
        for (const value of values) bytes.whole(value)
        const { block } = blocks
        block.add(block.account(fact.who, policy), block.template(template), fact.at, bytes.written, 0, bytes.length)
        blocks.added()
      }
    },
    commit: () => blocks.commit(),
    abort: () => blocks.abort(),
  }
}

/** The same for whoever has templates and values already: they go into the block, and each is told. */
export interface BlocksWriter extends Pick<FactsWriter, 'commit' | 'abort'> {
  readonly block: Block
  /** @returns true when the block was written: what was placed in its dictionaries is gone */
  added(): boolean
}

export function writeBlocks(path: string, header: FactsHeader): BlocksWriter {
  const file = new WholeFile(path)
  const block = new Block()
  let frames = 0
  let facts = 0
  let sums = 0
  const frame = (type: number, body: Uint8Array): void => {
    const head = headOf(type, frames++, body)
    file.write(head)
    file.write(body)
    sums = crc32(head.subarray(9), sums)
  }
  const flush = (): void => frame(frameTypes.facts, block.take())
  file.write(Buffer.concat([magic, Buffer.of(version)]))
  frame(frameTypes.header, Buffer.from(headerText(header)))
  return {
    block,
    added() {
      facts++
      if (!block.isFull) return false
      flush()
      return true
    },
    commit() {
      if (facts !== header.facts) {
        file.abort()
        throw new RangeError(`${path}: the header says ${header.facts} facts, and ${facts} were written`)
      }
      if (block.facts > 0) flush()
      const end = new Bytes(32)
      end.whole(facts)
      end.whole(frames)
      end.whole(sums)
      frame(frameTypes.end, end.written)
      file.commit()
    },
    abort: () => file.abort(),
  }
}
