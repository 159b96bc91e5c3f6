import { setImmediate } from 'node:timers/promises'
import { writeBinary } from './binary/binary-writer.ts'
import type { FactsHeader } from './fact-file.ts'
import { writeNdjson } from './ndjson-writer.ts'
import { openFacts } from './open-facts.ts'

export const formats = ['binary', 'ndjson'] as const
export type FactsFormat = (typeof formats)[number]

const breath = 32

/** Writes a file of facts in another format, or checks and writes it in the same. Nothing is lost: there and back is the identity. @throws FactFileError */
export async function convertFacts(
  from: string,
  to: string,
  format: FactsFormat,
  tells: (done: number, of: number) => void = () => undefined,
): Promise<FactsHeader> {
  const reader = openFacts(from)
  const writer = (format === 'binary' ? writeBinary : writeNdjson)(to, reader.header)
  try {
    let done = 0
    let batches = 0
    for (const batch of reader.batches()) {
      writer.add(batch)
      tells((done += batch.length), reader.header.facts)
      // So that a signal is heard.
      if (++batches % breath === 0) await setImmediate()
    }
    writer.commit()
  } catch (thrown) {
    writer.abort()
    throw thrown
  }
  return reader.header
}
