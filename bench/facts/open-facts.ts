import type { FactsReader } from './facts-reader.ts'
import { readNdjson } from './ndjson-reader.ts'

/** Reads a file of facts. @throws FactFileError when it is none, at once or while its facts are read */
export const openFacts = (path: string): FactsReader => readNdjson(path)
