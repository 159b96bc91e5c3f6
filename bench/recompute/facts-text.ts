import { type Fact, inOrder } from '#machines'
import { byTime } from './compiled.ts'
import type { AccountFacts } from './grouped.ts'

const shownFacts = 20
const shownCharacters = 200

/** The facts of an account for people, each once, in the order in which they count: at one instant the question before its answer. */
export function factsText({ facts }: Pick<AccountFacts, 'facts'>): readonly string[] {
  const ordered = inOrder(byTime(facts)).placed.map(({ fact }) => fact)
  const rest = ordered.length - shownFacts
  return [...ordered.slice(0, shownFacts).map(factText), ...(rest > 0 ? [`… and ${rest} more`] : [])]
}

function factText(fact: Fact): string {
  const { id, who: _, at, recordedAt, is: __, kind, ...rest } = fact
  const late = recordedAt === at ? '' : `, known ${new Date(recordedAt).toISOString()}`
  const said = JSON.stringify(rest)
  return `${new Date(at).toISOString()}${late} ${kind} ${id} ${said.length > shownCharacters ? `${said.slice(0, shownCharacters - 1)}…` : said}`
}
