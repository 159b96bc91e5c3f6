import { isUtf8 } from 'node:buffer'
import type { FactsHeader } from '../fact-file.ts'
import type { FactsReader, Keeps } from '../facts-reader.ts'
import { wrongHeader } from '../header-shape.ts'
import { BlockReader } from './block-reader.ts'
import { frameTypes } from './frames.ts'
import { Frames } from './frames-reader.ts'
import { Cursor } from './varints.ts'

/** Reads the binary format, a frame at a time. @throws FactFileError */
export function readBinary(path: string, keeps?: Keeps): FactsReader {
  let reader: BlockReader
  const blocks = readBlocks(path, (header) => (reader = new BlockReader(header, keeps)))
  return { ...blocks, nth: (place) => blocks.before() + reader.places[place]! + 1 }
}

/** Makes something of each fact of a block. */
export interface OfBlocks<Made> {
  /** @throws RangeError when the block is not what a block must be */
  batches(body: Buffer): Iterable<readonly Made[]>
  /** The fact of the block that is being read, for whoever tells of an error. */
  readonly fact: number
  /** How many facts that block has, whatever is made of them. */
  readonly facts: number
}

interface Blocks<Made> {
  readonly header: FactsHeader
  batches(): Generator<readonly Made[], void>
  /** How many facts lie before the block that is being read. */
  before(): number
  close(): void
}

/** The same for whoever makes something else of the facts. */
export function readBlocks<Made>(path: string, reads: (header: FactsHeader) => OfBlocks<Made>): Blocks<Made> {
  const frames = new Frames(path)
  try {
    frames.begin()
    const header = headerOf(frames)
    const read = { facts: 0 }
    return { header, batches: () => batchesOf(frames, header, reads(header), read), before: () => read.facts, close: () => frames.close() }
  } catch (thrown) {
    frames.close()
    throw thrown
  }
}

function headerOf(frames: Frames): FactsHeader {
  const { type, body, at } = frames.next()
  if (type !== frameTypes.header) throw frames.wrong(at, `the first frame is of type ${type}, and no header`)
  let header: unknown
  try {
    header = isUtf8(body) ? JSON.parse(body.toString()) : undefined
  } catch {
    throw frames.wrong(at, 'the header is no JSON')
  }
  const wrong = wrongHeader(header)
  if (wrong !== undefined) throw frames.wrong(at, `the header${wrong}`)
  return header as FactsHeader
}

function* batchesOf<Made>(
  frames: Frames,
  header: FactsHeader,
  reader: OfBlocks<Made>,
  read: { facts: number },
): Generator<readonly Made[], void> {
  try {
    for (;;) {
      const { type, body, at, sums, place } = frames.next()
      if (type === frameTypes.end) {
        said(frames, at, body, [read.facts, place, sums])
        if (read.facts !== header.facts) throw frames.wrong(at, `there are ${read.facts} facts, and the header says ${header.facts}`)
        frames.end()
        return
      }
      if (type !== frameTypes.facts) throw frames.wrong(at, `a frame is of type ${type}, which is unknown`)
      try {
        yield* reader.batches(body)
        read.facts += reader.facts
      } catch (thrown) {
        throw thrown instanceof RangeError ? frames.wrong(at, `in fact ${reader.fact} of this block, ${thrown.message}`) : thrown
      }
      if (read.facts > header.facts) throw frames.wrong(at, `there are more facts than the ${header.facts} that the header says`)
    }
  } finally {
    frames.close()
  }
}

/** The end says how many facts and frames came before it, and the checksum of all their checksums. */
function said(frames: Frames, at: number, body: Buffer, found: readonly number[]): void {
  const cursor = new Cursor(body)
  try {
    for (const [place, each] of found.entries()) {
      const says = cursor.whole()
      if (says !== each)
        throw frames.wrong(
          at,
          `the end says ${says} as ${['the number of facts', 'the number of frames', 'the checksum of all'][place]}, and it is ${each}`,
        )
    }
  } catch (thrown) {
    throw thrown instanceof RangeError ? frames.wrong(at, 'the end is cut short') : thrown
  }
  if (!cursor.isAtEnd) throw frames.wrong(at, 'the end says more than it should')
}
