import type { FactsHeader } from './fact-file.ts'
import type { FactsWriter } from './facts-reader.ts'
import { headerText, lineText } from './line.ts'
import { WholeFile } from './whole-file.ts'

const enough = 262_144

/** Writes NDJSON: the header, then a fact a line. */
export function writeNdjson(path: string, header: FactsHeader): FactsWriter {
  const lines = writeLines(path, header)
  return {
    commit: lines.commit,
    abort: lines.abort,
    add(more) {
      for (let from = 0; from < more.length; from += together) {
        const some = more.slice(from, from + together)
        lines.add(Buffer.from(some.map((line) => `${lineText(line)}\n`).join('')), some.length)
      }
    },
  }
}

/** Lines that are made bytes of at once. */
const together = 256

/** The same for whoever has the bytes of whole lines already. */
export function writeLines(
  path: string,
  header: FactsHeader,
): Pick<FactsWriter, 'commit' | 'abort'> & { add(bytes: Uint8Array, lines: number): void } {
  const file = new WholeFile(path)
  let waiting: Uint8Array[] = []
  let bytes = 0
  let count = 0
  const flush = (): void => {
    file.write(Buffer.concat(waiting))
    waiting = []
    bytes = 0
  }
  file.write(Buffer.from(`${headerText(header)}\n`))
  return {
    add(more, lines) {
      count += lines
      if (more.length >= enough && bytes === 0) return file.write(more)
      waiting.push(more)
      bytes += more.length
      if (bytes >= enough) flush()
    },
    commit() {
      if (count !== header.facts) {
        file.abort()
        throw new RangeError(`${path}: the header says ${header.facts} facts, and ${count} were written`)
      }
      flush()
      file.commit()
    },
    abort: () => file.abort(),
  }
}
