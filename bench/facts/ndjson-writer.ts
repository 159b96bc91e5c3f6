import type { FactsHeader } from './fact-file.ts'
import type { FactsWriter } from './facts-reader.ts'
import { headerText, lineText } from './line.ts'
import { WholeFile } from './whole-file.ts'

const enough = 262_144

/** Writes NDJSON: the header, then a fact a line. */
export function writeNdjson(path: string, header: FactsHeader): FactsWriter {
  const texts = writeLines(path, header)
  return { ...texts, add: (lines) => lines.forEach((line) => texts.addText(lineText(line))) }
}

/** The same for whoever has the texts of the lines already. */
export function writeLines(path: string, header: FactsHeader): Pick<FactsWriter, 'commit' | 'abort'> & { addText(text: string): void } {
  const file = new WholeFile(path)
  let waiting = `${headerText(header)}\n`
  let count = 0
  const flush = (): void => {
    file.write(Buffer.from(waiting))
    waiting = ''
  }
  return {
    addText(text) {
      waiting += text
      waiting += '\n'
      count++
      if (waiting.length >= enough) flush()
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
