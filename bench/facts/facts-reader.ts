import type { Who } from '#machines'
import type { FactLine, FactsHeader } from './fact-file.ts'

/** Whose facts are wanted. The others are counted, and not made. */
export type Keeps = (who: Who) => boolean

/** A file of facts that is being read. */
export interface FactsReader {
  readonly header: FactsHeader
  /** All facts that are wanted, in the order of the file, some thousands at a time; once. Closes the file at the end. @throws FactFileError */
  batches(): Generator<readonly FactLine[], void>
  /** Which fact of the file that is, from 1, which has this place in the latest of them. */
  nth(place: number): number
  close(): void
}

/** A file of facts that is being written: nothing bears its name before `commit`. */
export interface FactsWriter {
  add(lines: readonly FactLine[]): void
  /** The file is there, whole. @throws RangeError when there were more or fewer facts than the header says */
  commit(): void
  /** Nothing is there. */
  abort(): void
}
