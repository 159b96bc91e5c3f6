import type { Fact } from '#machines'
import type { AccountFacts } from './grouped.ts'

const shownFacts = 20
const shownCharacters = 200

/** The facts of an account for people, in the order of time. */
export function factsText({ facts }: AccountFacts): readonly string[] {
  const ordered = facts.toSorted((a, b) => a.at - b.at || a.recordedAt - b.recordedAt)
  const rest = ordered.length - shownFacts
  return [...ordered.slice(0, shownFacts).map(factText), ...(rest > 0 ? [`… and ${rest} more`] : [])]
}

function factText(fact: Fact): string {
  const { id, who: _, at, recordedAt, is: __, kind, ...rest } = fact
  const late = recordedAt === at ? '' : `, known ${new Date(recordedAt).toISOString()}`
  const said = JSON.stringify(rest)
  return `${new Date(at).toISOString()}${late} ${kind} ${id} ${said.length > shownCharacters ? `${said.slice(0, shownCharacters - 1)}…` : said}`
}
