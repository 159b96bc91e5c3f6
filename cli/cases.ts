import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Case, isFailureId } from '#simulator'
import { caseText, maxCaseBytes, parseCase } from '#storm'
import { Misuse, unknownName } from './misuse.ts'

/** Where failures of the last runs lie, unless told otherwise; git ignores it. */
export const defaultOut = '.billstorm/failures'
/** Where cases are kept for good, beside the user's code. */
export const keptIn = 'billstorm/cases'

const ending = '.case.json'

/** Reads one case file. @throws Misuse when it is not there or too large to be one */
export function readCase(path: string): Case {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new Misuse(`no file ${path}; give the path of a *${ending} file, an id, or a token`)
  if (statSync(path).size > maxCaseBytes) throw new Misuse(`${path} is larger than 1 MiB; no case is`)
  return parseCase(readFileSync(path, 'utf8'), path)
}

/** Ids of the cases in a folder. */
function idsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .filter(isFailureId)
    .toSorted()
}

/** The file of an id: among the last failures first, then among the kept. @throws Misuse naming the known ids */
export function fileOf(id: string, cwd: string, out: string): string {
  const folders = [join(cwd, out), join(cwd, keptIn)]
  const found = folders.find((folder) => existsSync(join(folder, id + ending)))
  if (found !== undefined) return join(found, id + ending)
  const known = [...new Set(folders.flatMap(idsIn))]
  if (known.length === 0) throw new Misuse(`no case ${id}: neither ${out} nor ${keptIn} holds any; run \`billstorm run\` first`)
  return unknownName('case', id, known)
}

/** Writes a case; its name is its id, so the same failure is the same file. */
export function writeCase(file: Case, folder: string): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, file.broke.id + ending)
  writeFileSync(path, caseText(file))
  return path
}
