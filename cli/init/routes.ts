import type { Folder, Source } from './folder.ts'
import { type Guess, likely, placeOf, sure } from './guess.ts'

/** A path that the service answers, as far as its text says so. */
export interface Route {
  readonly path: string
  readonly method: string | undefined
  readonly source: Source
  readonly offset: number
}

/** `.post('/subscribe'`, `r.Post("/subscribe"`, `HandleFunc("POST /subscribe"`, `"/subscribe": subscribe`, `pathname === "/subscribe"`. */
const literal =
  /(?:\.(get|post|put|patch|delete|all|any)\s*(?:<[^>(]*>)?\(\s*)?(["'`])(?:(GET|POST|PUT|PATCH|DELETE) )?(\/[A-Za-z0-9][A-Za-z0-9/_:{}.[\]-]*)\2/gi

/** All that look like paths of the service, in the order of its files. */
export function routesOf({ sources }: Folder): readonly Route[] {
  return sources.flatMap((source) => {
    if (/\.(sql|prisma)$/.test(source.path)) return []
    return [...fileRoutes(source), ...literalRoutes(source)]
  })
}

function literalRoutes(source: Source): readonly Route[] {
  const isCode = /\.([cm]?[jt]sx?|go)$/.test(source.path)
  if (!isCode) return []
  return [...source.text.matchAll(literal)].flatMap((match) => {
    const [, called, , said, path = ''] = match
    // Where a router is put is no route of its own.
    if (/\.(use|route|register|mount|basePath)\(\s*$/i.test(source.text.slice(Math.max(0, match.index - 30), match.index))) return []
    if (/\.(js|ts|css|html|png|svg|sql|json)$/.test(path)) return []
    const method = (said ?? called)?.toUpperCase()
    return [{ path, method: method === 'ALL' || method === 'ANY' ? undefined : method, source, offset: match.index }]
  })
}

/** Routers by file: `app/api/webhooks/stripe/route.ts`, `pages/api/webhook.ts`. */
function fileRoutes(source: Source): readonly Route[] {
  const app = /^(?:src\/)?app\/(.*)\/route\.[jt]sx?$/.exec(source.path)?.[1]
  const pages = /^(?:src\/)?pages\/(api\/.*)\.[jt]sx?$/.exec(source.path)?.[1]
  const path = app ?? pages
  if (path === undefined) return []
  const parts = path.split('/').filter((part) => !/^\(.*\)$/.test(part) && part !== 'index')
  const methods = [...source.text.matchAll(/export\s+(?:async\s+function|const)\s+(GET|POST|PUT|PATCH|DELETE)\b/g)].map(
    ([, method]) => method!,
  )
  return (methods.length === 0 ? [undefined] : methods).map((method) => ({ path: `/${parts.join('/')}`, method, source, offset: 0 }))
}

const verifies = /constructEvent|webhooks\.construct|webhook\.ConstructEvent|stripe-signature|Stripe-Signature/

/** Where webhooks come in: a path that says so, best in the file that looks at the signature. */
export function webhookRoute(routes: readonly Route[], sources: readonly Source[]): Guess<string> | undefined {
  const score = ({ path, method, source }: Route): number =>
    (/webhook|hooks?\//i.test(path) ? 4 : 0) +
    (/stripe/i.test(path) ? 2 : 0) +
    (verifies.test(source.text) ? 1 : 0) +
    (method === 'POST' ? 1 : 0)
  const [best] = routes
    .filter(
      ({ path, method }) =>
        /webhook|stripe|hooks?\//i.test(path) && (method === undefined || method === 'POST') && !path.startsWith('/v1/'),
    )
    .toSorted((a, b) => score(b) - score(a))
  if (best === undefined) return undefined
  const place = placeOf(best.source, best.offset)
  const mounted = mountOf(best, sources)
  return mounted === undefined && score(best) >= 5 ? sure(best.path, place) : likely(`${mounted ?? ''}${best.path}`, place)
}

/** `app.use('/api', router)`: where a router that is exported under a name is put. */
function mountOf({ source }: Route, sources: readonly Source[]): string | undefined {
  const names = [...source.text.matchAll(/export\s+(?:const|default)\s+(\w+)/g)].map(([, name]) => name!)
  for (const { text } of sources)
    for (const [, path, name] of text.matchAll(/\.(?:use|route|register)\(\s*["'`](\/[\w/-]+)["'`]\s*,\s*(\w+)/g))
      if (name !== undefined && names.includes(name)) return path
  return undefined
}

/** What can be asked whether it is ready. */
export function readyRoute(routes: readonly Route[]): Guess<string> | undefined {
  const [best] = routes.filter(
    ({ path, method }) => /health|ready|status$|ping$|alive/i.test(path) && (method === undefined || method === 'GET'),
  )
  return best === undefined ? undefined : sure(best.path, placeOf(best.source, best.offset))
}

const wishes = {
  subscribe: /\/(subscribe|sign-?up|subscriptions?|checkout|purchase)$/i,
  'change plan': /\/(change-?plan|upgrade|switch-?plan|update-?plan|plan)$/i,
  'change quantity': /\/(change-?(quantity|seats)|seats|quantity)$/i,
  cancel: /\/(cancel|unsubscribe|cancel-?subscription)$/i,
} as const
export type Wish = keyof typeof wishes

export interface Asked {
  readonly wish: Wish
  readonly method: string
  readonly path: string
  readonly fields: readonly string[]
}

/** What customers can ask of it, and which fields each request has, as far as its text tells. */
export function commandsOf(routes: readonly Route[], sources: readonly Source[]): readonly Guess<Asked>[] {
  return (Object.keys(wishes) as Wish[]).flatMap((wish) => {
    const route = routes.find(({ path, method }) => wishes[wish].test(path) && method !== 'GET' && !/webhook/i.test(path))
    if (route === undefined) return []
    const mounted = mountOf(route, sources) ?? ''
    const asked = { wish, method: route.method ?? 'POST', path: `${mounted}${route.path}`, fields: fieldsOf(route, sources) }
    return [likely(asked, placeOf(route.source, route.offset))]
  })
}

/** What cron calls, by the look of its path. */
export const jobsOf = (routes: readonly Route[]): readonly Guess<string>[] =>
  routes
    .filter(({ path, method }) => /\/(internal|cron|jobs?|tasks?)\/\w/.test(path) && method !== 'GET')
    .map((route) => likely(route.path, placeOf(route.source, route.offset)))

/** Names in `{ userId, email: mail, now = false }`. */
const namesIn = (braces: string): readonly string[] =>
  braces
    .split(',')
    .map((part) => /^\s*(\w+)/.exec(part)?.[1])
    .filter((name): name is string => name !== undefined)

function fieldsOf({ path, source, offset }: Route, sources: readonly Source[]): readonly string[] {
  const after = source.text.slice(offset, offset + 1_500)
  const taken = /\{([^{}]{2,200})\}\s*=\s*(?:await\s+)?(?:\w+\.)*(?:body|json\(\)|data)\b/.exec(after)?.[1]
  if (taken !== undefined) return namesIn(taken)
  const shape = /z\.object\(\{([\s\S]{2,600}?)\}\)/.exec(source.text)?.[1]
  if (shape !== undefined) return [...shape.matchAll(/^\s*(\w+):|[,{]\s*(\w+):/gm)].map(([, one, other]) => (one ?? other)!)
  const name = (path.split('/').at(-1) ?? '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  for (const { text } of sources) {
    const given = new RegExp(`(?:function\\s+${name}\\s*|const\\s+${name}\\s*=\\s*(?:async\\s*)?)\\(\\s*\\{([^{}]{2,200})\\}`).exec(
      text,
    )?.[1]
    if (given !== undefined) return namesIn(given)
  }
  const tags = [...source.text.matchAll(/`json:"(\w+)/g)].map(([, tag]) => tag!)
  return tags.length > 0 ? tags : []
}
