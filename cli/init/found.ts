import {
  authorityOf,
  eventsOf,
  type PlanSold,
  plansOf,
  statusesOf,
  type StatusWord,
  type TableMade,
  tablesMade,
  type Variable,
  variablesOf,
} from './data.ts'
import type { Folder } from './folder.ts'
import type { Guess } from './guess.ts'
import { type Asked, commandsOf, jobsOf, readyRoute, routesOf, webhookRoute } from './routes.ts'
import { type Stack, stackOf } from './stack.ts'

/** All that a folder says of how its service is wired. */
export interface Found {
  readonly name: string
  /** How the file is to be called so that Node reads it as a module. */
  readonly file: 'billstorm.config.ts' | 'billstorm.config.mts'
  readonly stack: Stack
  readonly webhook: Guess<string> | undefined
  readonly ready: Guess<string> | undefined
  readonly commands: readonly Guess<Asked>[]
  readonly jobs: readonly Guess<string>[]
  readonly events: readonly string[]
  readonly variables: readonly Variable[]
  readonly plans: Guess<readonly PlanSold[]> | undefined
  readonly authority: Guess<'provider' | 'ours'> | undefined
  readonly tables: readonly TableMade[]
  readonly statuses: readonly StatusWord[]
  /** Does it have a status for money that went back? */
  readonly hasRefunded: boolean
  /** Does it run where the preload is loaded? */
  readonly isRedirected: boolean
}

export function foundIn(folder: Folder): Found {
  const routes = routesOf(folder)
  const variables = variablesOf(folder)
  const stack = stackOf(folder)
  return {
    name: nameOf(folder),
    file: folder.manifest?.type === 'module' ? 'billstorm.config.ts' : 'billstorm.config.mts',
    stack,
    webhook: webhookRoute(routes, folder.sources),
    ready: readyRoute(routes),
    commands: commandsOf(routes, folder.sources),
    jobs: jobsOf(routes),
    events: eventsOf(folder),
    variables,
    plans: plansOf(folder, variables),
    authority: authorityOf(folder),
    tables: tablesMade(folder),
    statuses: statusesOf(folder),
    hasRefunded: folder.sources.some(({ text }) => /status["'`\s]*(?:=|:)+\s*["'`]refunded/.test(text)),
    isRedirected: stack.language === 'node' && !/\b(bun|deno)\b/.test(stack.start?.value ?? ''),
  }
}

/** As a token may hold it. */
function nameOf({ root, manifest, goMod }: Folder): string {
  const given = manifest?.name ?? /^module\s+(\S+)/m.exec(goMod ?? '')?.[1] ?? root
  const last = given.split('/').findLast((part) => part !== '' && !/^v\d+$/.test(part)) ?? 'service'
  const plain = last
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
  return plain === '' ? 'service' : plain
}
