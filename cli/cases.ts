import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Case, isFailureId } from '#simulator'
import { caseText, maxCaseBytes, parseCase } from '#storm'
import { keptIn } from './folders.ts'
import { program } from './io.ts'
import { Misuse, unknownName } from './misuse.ts'

const ending = '.case.json'

/** Reads one case file, and no more of it than a case may have. @throws Misuse when it cannot be read */
export function readCase(path: string): Case {
  return parseCase(textOf(path), path)
}

function textOf(path: string): string {
  let file: number
  try {
    // Without waiting: a pipe that nobody fills would never open.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Misuse(`no file ${path}; give the path of a *${ending} file, an id such as BS-4F2A91C3, or a token`)
    throw new Misuse(`${path} cannot be read (${code}); see who may read it`)
  }
  try {
    const stat = fstatSync(file)
    if (stat.isDirectory()) throw new Misuse(`${path} is a folder; give the path of a *${ending} file in it`)
    if (!stat.isFile()) throw new Misuse(`${path} is no file; pipe it into \`${program} replay -\` instead`)
    if (stat.size > maxCaseBytes)
      throw new Misuse(`${path} is larger than 1 MiB, which no case is; give the *${ending} file that a run wrote`)
    // It may grow while it is read.
    const bytes = Buffer.alloc(maxCaseBytes + 1)
    let size = 0
    for (let read = -1; read !== 0 && size < bytes.length; size += read) read = readSync(file, bytes, size, bytes.length - size, null)
    return bytes.toString('utf8', 0, size)
  } catch (error) {
    if (error instanceof Misuse) throw error
    throw new Misuse(`${path} cannot be read (${codeOf(error)}); see whether its disk is well`)
  } finally {
    closeSync(file)
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/** Ids of the cases in a folder. */
function idsIn(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .filter(isFailureId)
    .toSorted()
}

/** The case of an id. @throws Misuse when there is none, or the file of that name holds another */
export function caseNamed(id: string, cwd: string, out: string): Case {
  const path = fileOf(id, cwd, out)
  const file = readCase(path)
  if (file.broke.id !== id)
    throw new Misuse(`${path} holds the case ${file.broke.id}; give it the name of its id, ${file.broke.id}${ending}`)
  return file
}

/** The file of an id: among the last failures first, then among the kept. @throws Misuse naming the known ids */
function fileOf(id: string, cwd: string, out: string): string {
  const folders = [resolve(cwd, out), join(cwd, keptIn)]
  const found = folders.find((folder) => existsSync(join(folder, id + ending)))
  if (found !== undefined) return join(found, id + ending)
  const known = [...new Set(folders.flatMap(idsIn))]
  if (known.length === 0) throw new Misuse(`no case ${id}: neither ${out} nor ${keptIn} holds any; run \`billstorm run\` first`)
  return unknownName('case', id, known)
}

let written = 0

/**
 * Writes a case; its name is its id, so the same failure is the same file. Whoever reads it finds all of it or what was there
 * before, however many write at once and whenever one is stopped.
 * @throws Misuse when the folder takes none
 */
export function writeCase(file: Case, folder: string, fix: string = 'name another folder with --out'): string {
  const path = join(folder, file.broke.id + ending)
  const draft = `${path}.${process.pid}-${++written}.part`
  try {
    makeFolder(folder)
    try {
      writeFileSync(draft, caseText(file), { flag: 'wx' })
      renameSync(draft, path)
    } catch (error) {
      rmSync(draft, { force: true })
      throw error
    }
  } catch (error) {
    throw new Misuse(`${path} cannot be written (${codeOf(error)}); ${fixes[codeOf(error)] ?? fix}`)
  }
  return path
}

/** One step at a time: asked for all of them at once, Node never comes back where the system refuses in an odd way, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    // Another run may have made it meanwhile.
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

const fixes: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: make room',
  EDQUOT: 'the quota is used up: make room',
  ENOTDIR: 'a file stands in its way: name another folder with --out',
  EEXIST: 'a file stands in its way: name another folder with --out',
}

/**
 * Before hours of storm: could a case be written there? Nothing is written yet.
 * @throws Misuse when not
 */
export function mustTakeCases(folder: string): void {
  let there = folder
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there)
  try {
    if (!statSync(there).isDirectory()) throw Object.assign(new Error(there), { code: 'ENOTDIR' })
    accessSync(there, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new Misuse(`no case can be written to ${folder} (${codeOf(error)}); ${fixes[codeOf(error)] ?? 'name another folder with --out'}`)
  }
}
