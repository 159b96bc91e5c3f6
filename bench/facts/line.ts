import type { Fact } from '#machines'
import type { FactLine, FactsHeader } from './fact-file.ts'
import { factShape, lineShape } from './fact-shapes.ts'
import { headerShape } from './header-shape.ts'
import { checkOf, inShape } from './shape.ts'

const shaped = checkOf(lineShape)

/** Says what is wrong with a line of a file with that header, beginning with the path to it; undefined: nothing. */
export function wrongLine(value: unknown, { policies, asOf }: Pick<FactsHeader, 'policies' | 'asOf'>): string | undefined {
  const wrong = shaped(value)
  if (wrong !== undefined) return wrong
  const { policy, fact } = value as FactLine
  if (policy >= policies.length) return `.policy is ${policy}; the header has ${policies.length} of them, counted from 0`
  const { id, who, recordedAt } = fact
  if (!id.startsWith(who) || id[who.length] !== '/') return `.fact.id does not begin with ${who}/, whose fact it is`
  if (fact.kind === 'decided' && fact.effect.who !== who) return `.fact.effect.who is not ${who}, whose fact it is`
  return recordedAt > asOf ? `.fact.recordedAt is ${recordedAt}, later than the header’s asOf` : undefined
}

/** A line of NDJSON without its end, members in their order. The first line of a file is its header. */
export const lineText = (line: FactLine): string => JSON.stringify(inShape(lineShape, line))
export const headerText = (header: FactsHeader): string => JSON.stringify(inShape(headerShape, header))
/** The text of a fact alone. */
export const factText = (fact: Fact): string => JSON.stringify(inShape(factShape, fact))
