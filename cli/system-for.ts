import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SystemEntry } from '#simulator'
import { ownSystem, systemNamed } from '#storm'
import { program } from './io.ts'
import { Misuse } from './misuse.ts'

/** Names of systems hold neither slash nor ending. */
const isPath = (given: string): boolean => /[/\\]|\.[cm]?[jt]s$/.test(given)

/**
 * The system that somebody asks for on the command line: one of ours by its name, or one's own by the path of its module.
 * Only what is typed may be a path: a case or a token comes from anywhere, and names a system that is known.
 * @throws Misuse when it is not there
 */
export function systemFor(given: string, cwd: string): SystemEntry {
  if (!isPath(given)) return installed(systemNamed(given))
  const path = resolve(cwd, given)
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new Misuse(
      `no file ${path}; --system takes a name, which \`${program} systems\` lists, or the path of a module such as ./my-system.ts`,
    )
  return ownSystem(pathToFileURL(path), given)
}

/** @throws Misuse when it is not installed */
export function installed(entry: SystemEntry): SystemEntry {
  if (!entry.installed()) throw new Misuse(`${entry.name} is not installed here; \`${program} systems install ${entry.name}\` installs it`)
  return entry
}
