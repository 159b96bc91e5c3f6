import { Breath } from '../breath.ts'
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
 * @param tells how many facts of how many were read
 * @throws FactFileError or Unfoldable when the file is at fault
 */
export async function gather(
  path: string,
  { part, of }: Share,
  tells: (done: number, of: number) => void = () => undefined,
): Promise<Gathered> {
  const reader = openFacts(path, of === 1 ? undefined : (who) => shareOf(who, of) === part)
  const { header } = reader
  const grouping = new Grouping()
  const breath = new Breath()
  let [decodeMs, groupMs] = [0, 0]
  let began = performance.now()
  for (const batch of reader.batches()) {
    const decoded = performance.now()
    const first = reader.nth(0)
    for (let i = 0; i < batch.length; i++) grouping.add(batch[i]!, of === 1 ? first + i : reader.nth(i))
    const grouped = performance.now()
    decodeMs += decoded - began
    groupMs += grouped - decoded
    tells(reader.nth(batch.length - 1), header.facts)
    if (breath.isDue) await breath.take()
    began = performance.now()
  }
  return { header, grouping, decodeMs: decodeMs + performance.now() - began, groupMs }
}
