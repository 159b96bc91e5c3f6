import { writeBinary } from '../../facts/binary/binary-writer.ts'
import type { FactLine, FactsHeader } from '../../facts/fact-file.ts'
import { writeNdjson } from '../../facts/ndjson-writer.ts'
import { compiled } from '../compiled.ts'
import { digestText } from '../digest.ts'
import { Grouping } from '../grouped.ts'
import { recount } from '../job.ts'

/** What all facts together come to when all of them are recomputed. */
export function wholeDigest(header: FactsHeader, lines: readonly FactLine[]): string {
  const grouping = new Grouping()
  lines.forEach((line, index) => grouping.add(line, index + 1))
  return digestText(recount(grouping.accounts, header, compiled).digest)
}

/** A file of some facts, in the format that its name says. */
export function partOf(path: string, header: FactsHeader, lines: readonly FactLine[]): string {
  const accounts = new Set(lines.map(({ fact }) => fact.who)).size
  const writer = (path.endsWith('.facts') ? writeBinary : writeNdjson)(path, { ...header, facts: lines.length, accounts })
  writer.add(lines)
  writer.commit()
  return path
}
