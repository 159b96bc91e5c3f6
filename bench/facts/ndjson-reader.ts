import { isUtf8 } from 'node:buffer'
import type { Who } from '#machines'
import { Chunks } from './chunks.ts'
import { type FactLine, type FactsHeader, limits } from './fact-file.ts'
import { FactFileError } from './fact-file-error.ts'
import type { FactsReader, Keeps } from './facts-reader.ts'
import { wrongHeader } from './header-shape.ts'
import { wrongLine } from './line.ts'
import { isWho } from './shape.ts'

const chunkBytes = 1_048_576
/** Lines that are parsed at a time. */
const batchLines = 4_096
const newline = 10

/** Reads NDJSON: the header, then a fact a line. It holds a piece of the file at a time. @throws FactFileError */
export function readNdjson(path: string, keeps?: Keeps): FactsReader {
  const lines = new Lines(path)
  try {
    const first = lines.next(1, limits.header)[0]
    if (first === undefined) throw lines.wrong(1, 'the file is empty')
    const header = parsed(first, lines, 1)
    const wrong = wrongHeader(header)
    if (wrong !== undefined) throw lines.wrong(1, `the header${wrong}`)
    const numbers: number[] = []
    return {
      header: header as FactsHeader,
      batches: () => batchesOf(lines, header as FactsHeader, keeps, numbers),
      nth: (place) => numbers[place]!,
      close: () => lines.close(),
    }
  } catch (thrown) {
    lines.close()
    throw thrown
  }
}

/** @param numbers gets which fact of the file each of a batch is, from 1 */
function* batchesOf(lines: Lines, header: FactsHeader, keeps: Keeps | undefined, numbers: number[]): Generator<readonly FactLine[], void> {
  let count = 0
  try {
    for (;;) {
      const texts = lines.next(batchLines, limits.line)
      if (texts.length === 0) break
      const batch: FactLine[] = []
      numbers.length = 0
      for (let i = 0; i < texts.length; i++) {
        const number = count + i + 2
        if (count + i >= header.facts) throw lines.wrong(number, `there are more facts than the ${header.facts} that the header says`)
        const text = texts[i]!
        const said = keeps === undefined ? undefined : whoIn(text)
        if (said !== undefined && !keeps!(said)) continue
        const line = parsed(text, lines, number)
        const wrong = wrongLine(line, header)
        if (wrong !== undefined) throw lines.wrong(number, wrong.replace(/^[. ]/, ''))
        const { who } = (line as FactLine).fact
        if (said !== undefined && said !== who) throw lines.wrong(number, `says of two accounts, ${said} and ${who}, that it is theirs`)
        if (said === undefined && keeps?.(who) === false) continue
        batch.push(line as FactLine)
        numbers.push(count + i + 1)
      }
      count += texts.length
      if (batch.length > 0) yield batch
    }
    if (count < header.facts)
      throw lines.wrong(count + 1, `the file ends after ${count} facts of the ${header.facts} that the header says: it is cut short`)
  } finally {
    lines.close()
  }
}

const before = '"who":"'

/**
 * Whose fact a line is, without parsing it. No text holds what stands before a name, for its quotes would have strokes; and
 * whoever is named second is the same, or the line is wrong and told of by whoever wants the first.
 * @returns undefined when the line is written otherwise
 */
function whoIn(text: string): Who | undefined {
  const from = text.indexOf(before) + before.length
  if (from < before.length) return undefined
  const who = text.slice(from, text.indexOf('"', from))
  return isWho(who) ? who : undefined
}

function parsed(text: string, lines: Lines, number: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const start = text.length > 60 ? `${text.slice(0, 59)}…` : text
    throw lines.wrong(number, text.trim() === '' ? 'the line is empty' : `is no JSON: ${JSON.stringify(start)}`)
  }
}

/** The lines of a file, some at a time. */
class Lines {
  readonly #path: string
  readonly #chunks: Chunks
  #buffer = Buffer.allocUnsafe(chunkBytes)
  #from = 0
  #to = 0
  #isAtEnd = false
  #number = 1

  constructor(path: string) {
    this.#path = path
    this.#chunks = new Chunks(path)
  }

  wrong(line: number, says: string): FactFileError {
    return new FactFileError(this.#path, `line ${line}`, says)
  }

  close(): void {
    this.#chunks.close()
  }

  /** Up to so many whole lines, as many as are at hand; none at the end. @param most bytes of a line */
  next(count: number, most: number): readonly string[] {
    let end = this.#endOf(count, most)
    while (end === this.#from && !this.#isAtEnd) {
      this.#read(most)
      end = this.#endOf(count, most)
    }
    // The last line may end without its newline.
    if (end === this.#from && this.#to > this.#from) end = this.#to
    if (end === this.#from) return []
    const bytes = this.#buffer.subarray(this.#from, end)
    if (!isUtf8(bytes)) throw this.wrong(this.#number + lineOfBadByte(bytes), 'is no UTF-8')
    const text = bytes.toString('utf8', 0, bytes.at(-1) === newline ? bytes.length - 1 : bytes.length)
    const lines = text.split('\n')
    this.#from = end
    this.#number += lines.length
    return lines
  }

  /** Where the last of so many whole lines ends that are at hand. */
  #endOf(count: number, most: number): number {
    let end = this.#from
    for (let found = 0; found < count; found++) {
      const at = this.#buffer.subarray(end, this.#to).indexOf(newline)
      const bytes = at < 0 ? this.#to - end : at
      if (bytes > most) throw this.wrong(this.#number + found, `is longer than the ${most} bytes that are read`)
      if (at < 0) break
      end += at + 1
    }
    return end
  }

  #read(most: number): void {
    const rest = this.#to - this.#from
    // Never more than a line and a chunk: a longer line is an error before that.
    const size = Math.min(rest + chunkBytes, most + chunkBytes + 1)
    const next = this.#buffer.length >= size ? this.#buffer : Buffer.allocUnsafe(size)
    this.#buffer.copy(next, 0, this.#from, this.#to)
    this.#buffer = next
    const read = this.#chunks.fill(next, rest, size)
    this.#from = 0
    this.#to = rest + read
    if (this.#to < size) this.#isAtEnd = true
  }
}

/** How many lines lie before the first that is no UTF-8. */
function lineOfBadByte(bytes: Buffer): number {
  let from = 0
  for (let line = 0; ; line++) {
    const at = bytes.indexOf(newline, from)
    const end = at < 0 ? bytes.length : at
    if (!isUtf8(bytes.subarray(from, end)) || at < 0) return line
    from = end + 1
  }
}
