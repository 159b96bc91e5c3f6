import type { Folder } from './folder.ts'
import { type Guess, likely, placeOf, sure } from './guess.ts'

/** A table, by what makes it. */
export interface TableMade {
  readonly name: string
  readonly columns: readonly string[]
  readonly where: string
}

/** `create table` in SQL and in strings of any language; columns are the first words of its lines. */
export function tablesMade({ sources }: Folder): readonly TableMade[] {
  const tables = new Map<string, TableMade>()
  for (const source of sources)
    for (const match of source.text.matchAll(
      /create\s+table\s+(?:if\s+not\s+exists\s+)?["`]?(?:\w+["`]?\.["`]?)?(\w+)["`]?\s*\(([\s\S]*?)\n?\s*\)\s*(?:;|`|"|'|$|\n)/gi,
    )) {
      const [, name = '', body = ''] = match
      const columns = split(body)
        .map((part) => /^\s*["`]?(\w+)["`]?\s+\w/.exec(part)?.[1])
        .filter(
          (column): column is string => column !== undefined && !/^(constraint|primary|foreign|unique|check|key|index)$/i.test(column),
        )
      if (columns.length > 0) tables.set(name, { name, columns, where: placeOf(source, match.index) })
    }
  return [...tables.values()]
}

/** At commas outside of parentheses. */
function split(body: string): readonly string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const letter of body) {
    if (letter === '(') depth++
    if (letter === ')') depth--
    if (letter === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += letter
  }
  return parts
}

/** A variable of the environment, and what it is for by its name. */
export interface Variable {
  readonly name: string
  readonly is: 'store' | 'key' | 'secret' | 'twin' | 'price' | 'port' | 'unknown'
  /** What the code takes where it is not set. */
  readonly otherwise: string | undefined
}

const read = /process\.env\.(\w+)|process\.env\[['"](\w+)['"]\]|os\.(?:Getenv|LookupEnv)\("(\w+)"\)/g

export function variablesOf({ sources }: Folder): readonly Variable[] {
  const found = new Map<string, Variable>()
  for (const { text } of sources)
    for (const match of text.matchAll(read)) {
      const name = (match[1] ?? match[2] ?? match[3])!
      const after = text.slice(match.index + match[0].length, match.index + match[0].length + 80)
      const otherwise = /^\s*\)?\s*(?:\?\?|\|\||,)\s*["'`]([^"'`]{1,60})["'`]/.exec(after)?.[1]
      if (found.get(name)?.otherwise === undefined) found.set(name, { name, is: kindOf(name), otherwise })
    }
  // Node's own, and ours.
  return [...found.values()].filter(({ name }) => !/^(NODE_ENV|NODE_OPTIONS|HOME|PATH|CI|TZ|LOG_LEVEL)$/.test(name))
}

function kindOf(name: string): Variable['is'] {
  if (name === 'PORT') return 'port'
  if (/WEBHOOK.*SECRET|SIGNING_SECRET|_WHSEC/.test(name)) return 'secret'
  if (/STRIPE.*(BASE|HOST|URL|ENDPOINT)/.test(name)) return 'twin'
  if (/PRICE/.test(name)) return 'price'
  if (/STRIPE.*(KEY|SECRET)|^STRIPE_API_KEY$/.test(name)) return 'key'
  if (/DATABASE|POSTGRES|PG_?URL|SQLITE|^DB_|_DSN|_DB$|DB_(FILE|PATH|URL)/.test(name)) return 'store'
  return 'unknown'
}

const events =
  /["'`]((?:invoice|customer|charge|payment_intent|checkout|payment_method|setup_intent|refund|credit_note|subscription_schedule)\.[a-z_]+(?:\.[a-z_]+){0,2})["'`]/g

/** Types of events that its code names. */
export const eventsOf = ({ sources }: Folder): readonly string[] => [
  ...new Set(
    sources.filter(({ path }) => !path.endsWith('.sql')).flatMap(({ text }) => [...text.matchAll(events)].map(([, type]) => type!)),
  ),
]

/** Its plans in its own words, and the id of each price where there are any, in the order in which they stand. */
export interface PlanSold {
  readonly name: string
  readonly price: string | undefined
}

export function plansOf(folder: Folder, variables: readonly Variable[]): Guess<readonly PlanSold[]> | undefined {
  const priced = variables.filter(({ is }) => is === 'price')
  if (priced.length > 0)
    return likely(
      priced.map(({ name, otherwise }) => {
        const plan = name.replace(/^.*PRICE_?(ID_?)?/, '').toLowerCase()
        return { name: plan, price: otherwise ?? `price_${plan}` }
      }),
      priced.map(({ name }) => name).join(', '),
    )
  for (const source of folder.sources) {
    const match = /\bplans?\b[^=\n]{0,120}=\s*\{([\s\S]{10,1500}?)\n\}/i.exec(source.text)
    if (match === null) continue
    const names = [...match[1]!.matchAll(/^\s{2,4}["']?(\w+)["']?:/gm)].map(([, name]) => name!)
    if (names.length > 0)
      return likely(
        names.map((name) => ({ name, price: undefined })),
        placeOf(source, match.index),
      )
  }
  return undefined
}

/** Whose the subscriptions are: whoever makes them at the provider leaves the cycle to it. */
export function authorityOf({ sources }: Folder): Guess<'provider' | 'ours'> | undefined {
  const first = (some: RegExp): string | undefined => {
    const source = sources.find(({ text }) => some.test(text))
    return source === undefined ? undefined : placeOf(source, some.exec(source.text)?.index ?? 0)
  }
  const theirs = first(/subscriptions\.create\(|V1Subscriptions\.Create|subscription\.New\(|checkout\.sessions\.create\(/)
  if (theirs !== undefined) return sure('provider', theirs)
  const ours = first(/paymentIntents\.create\(|V1PaymentIntents\.Create|paymentintent\.New\(|charges\.create\(/)
  return ours === undefined ? undefined : sure('ours', ours)
}

/** A word of its own for how a subscription stands, and what it most likely is. */
export interface StatusWord {
  readonly word: string
  readonly is: 'active' | 'past due' | 'canceled'
}

const meanings: readonly (readonly [words: RegExp, is: StatusWord['is']])[] = [
  [/^cancell?ing$|^cancel_(scheduled|pending|at_period_end)$|^pending_cancell?ation$/i, 'active'],
  [/^(overdue|grace|in_grace|past-due|dunning)$/i, 'past due'],
  [/^(cancelled|ended|expired|terminated|inactive|churned)$/i, 'canceled'],
]

/** Words for a status that the provider does not have, by the look of them. */
export function statusesOf({ sources }: Folder): readonly StatusWord[] {
  const words = new Set(
    sources.flatMap(({ text }) =>
      [...text.matchAll(/status["'`\]]*\s*(?:[=!]==?|[:=]|<>|in\s*\()\s*["'`]([\w-]+)["'`]/gi)].map(([, word]) => word!),
    ),
  )
  return [...words].flatMap((word) => {
    const [, is] = meanings.find(([some]) => some.test(word)) ?? []
    return is === undefined ? [] : [{ word, is }]
  })
}
