import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { linesWithLiveKey, variablesWithLiveKey } from './live-keys.ts'
import type { Refusal } from './refusal.ts'
import { refused } from './refusal.ts'

/** Files that frameworks read into the environment by themselves. */
const isSecretFile = (name: string): boolean => name.startsWith('.env') || name.startsWith('.dev.vars') || name.endsWith('.env')

/** What others wrote and no framework reads its environment from. */
const passedOver: ReadonlySet<string> = new Set(['node_modules', '.git', 'vendor', '.billstorm'])

/** A service has fewer entries; who gives a whole disk is asked for less. */
const mostEntries = 50_000
const mostBytes = 4_194_304

export interface Started {
  /** The folder that the service is started in. */
  readonly folder: string
  /** The whole environment that it would get. */
  readonly env: Readonly<Record<string, string>>
}

/**
 * Looks for live keys wherever the service would: in its environment, in the files of its folder that frameworks read into the
 * environment, and in those of the folders above, up to the repository's.
 * @returns why it must not start; undefined when nothing was found
 */
export function refuseLiveKeys({ folder, env }: Started): Refusal | undefined {
  const [variable] = variablesWithLiveKey(env)
  if (variable !== undefined) return live(`the variable ${variable}`)
  const found = secretFiles(folder)
  if (typeof found === 'string') return refused('live key', found)
  for (const path of found) {
    const shown = relative(folder, path)
    if (statSync(path).size > mostBytes) return refused('live key', `${shown} is too large to be looked through: over ${mostBytes} bytes`)
    const [line] = linesWithLiveKey(readFileSync(path, 'latin1'))
    if (line !== undefined) return live(`${shown}:${line}`)
  }
  return undefined
}

const live = (place: string): Refusal =>
  refused('live key', `what looks like a live key stands in ${place}; billstorm starts no service that could move real money: take it out`)

/** Those files, or why not all could be looked for. */
function secretFiles(folder: string): readonly string[] | string {
  const files = above(folder)
  const open = [resolve(folder)]
  let entries = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    let inside
    try {
      inside = readdirSync(next, { withFileTypes: true })
    } catch (thrown) {
      return `${relative(folder, next) || folder} cannot be looked through: ${(thrown as Error).message}`
    }
    entries += inside.length
    if (entries > mostEntries) return `${folder} has more than ${mostEntries} entries; name the service's own folder`
    for (const entry of inside) {
      const path = join(next, entry.name)
      if (entry.isDirectory()) {
        if (!passedOver.has(entry.name)) open.push(path)
      } else if (isSecretFile(entry.name) && isReadableFile(path)) files.push(path)
    }
  }
  return files.toSorted()
}

/** In a repository of several services what all of them read stands at the top. */
function above(folder: string): string[] {
  const between: string[] = []
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (exists(join(at, '.git'))) return at === resolve(folder) ? [] : between
    if (dirname(at) === at) return []
    const parent = dirname(at)
    try {
      for (const name of readdirSync(parent)) if (isSecretFile(name) && isReadableFile(join(parent, name))) between.push(join(parent, name))
    } catch {
      // Whoever may not list a folder reads nothing there by chance either.
    }
  }
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** A link counts as what it leads to. */
function isReadableFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
