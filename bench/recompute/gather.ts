import type { FactsHeader } from '../facts/fact-file.ts'
import { openFacts } from '../facts/open-facts.ts'
import { Grouping } from './grouped.ts'
import { type Share, shareOf } from './share.ts'

/** The accounts of a share, each with all its facts, and how long reading and grouping took. */
export interface Gathered {
  readonly header: FactsHeader
  readonly grouping: Grouping
  readonly decodeMs: number
  readonly groupMs: number
}

/**
 * Reads a file, and makes and keeps the facts of one share of its accounts.
 * @throws FactFileError or Unfoldable when the file is at fault
 */
export function gather(path: string, { part, of }: Share): Gathered {
  const reader = openFacts(path, of === 1 ? undefined : (who) => shareOf(who, of) === part)
  const { header } = reader
  const grouping = new Grouping()
  let [decodeMs, groupMs] = [0, 0]
  let began = performance.now()
  for (const batch of reader.batches()) {
    const decoded = performance.now()
    for (let i = 0; i < batch.length; i++) grouping.add(batch[i]!, reader.nth(i))
    const grouped = performance.now()
    decodeMs += decoded - began
    groupMs += grouped - decoded
    began = grouped
  }
  return { header, grouping, decodeMs: decodeMs + performance.now() - began, groupMs }
}
