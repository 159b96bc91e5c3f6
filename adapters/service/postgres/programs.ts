import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The programs of a Postgres. */
export interface Programs {
  readonly initdb: string
  readonly postgres: string
}

/** Where packages put them, beside the folders of PATH. */
const homes: readonly string[] = [
  '/usr/lib/postgresql',
  '/opt/homebrew/opt',
  '/usr/local/opt',
  '/Applications/Postgres.app/Contents/Versions',
]

/** Looks for the programs: on PATH first, then where packages put them, the newest first. */
export function findPrograms(path: string): Programs | undefined {
  for (const folder of [...path.split(delimiter), ...homes.flatMap(versions)]) {
    const found = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') }
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

const versionOf = (name: string): number => Number(name.replace('postgresql@', ''))

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
