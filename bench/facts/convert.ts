import { writeBinary } from './binary/binary-writer.ts'
import type { FactsHeader } from './fact-file.ts'
import { writeNdjson } from './ndjson-writer.ts'
import { openFacts } from './open-facts.ts'

export const formats = ['binary', 'ndjson'] as const
export type FactsFormat = (typeof formats)[number]

/** Writes a file of facts in another format, or checks and writes it in the same. Nothing is lost: there and back is the identity. @throws FactFileError */
export function convertFacts(from: string, to: string, format: FactsFormat): FactsHeader {
  const reader = openFacts(from)
  const writer = (format === 'binary' ? writeBinary : writeNdjson)(to, reader.header)
  try {
    for (const batch of reader.batches()) writer.add(batch)
    writer.commit()
  } catch (thrown) {
    writer.abort()
    throw thrown
  }
  return reader.header
}
