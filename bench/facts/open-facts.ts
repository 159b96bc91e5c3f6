import { closeSync, openSync, readSync } from 'node:fs'
import { readBinary } from './binary/binary-reader.ts'
import { magic } from './binary/frames.ts'
import type { FactsReader, Keeps } from './facts-reader.ts'
import { readNdjson } from './ndjson-reader.ts'

/**
 * Reads a file of facts, of whichever format its first byte says.
 * @param keeps whose facts are wanted, by default everybody's; what is wrong with those of others is told to whoever wants them
 * @throws FactFileError when it is none, at once or while its facts are read
 */
export const openFacts = (path: string, keeps?: Keeps): FactsReader => (isBinary(path) ? readBinary(path, keeps) : readNdjson(path, keeps))

export const isBinary = (path: string): boolean => firstByte(path) === magic[0]

function firstByte(path: string): number | undefined {
  const file = openSync(path, 'r')
  try {
    const byte = new Uint8Array(1)
    return readSync(file, byte) === 1 ? byte[0] : undefined
  } finally {
    closeSync(file)
  }
}
