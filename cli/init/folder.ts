import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Misuse } from '../misuse.ts'

/** A file of somebody's service, as text. */
export interface Source {
  /** From its folder on, with slashes. */
  readonly path: string
  readonly text: string
}

/** What is looked at: nothing of it is run. */
export interface Folder {
  readonly root: string
  readonly sources: readonly Source[]
  readonly manifest: Manifest | undefined
  readonly goMod: string | undefined
}

export interface Manifest {
  readonly name?: string
  readonly type?: string
  readonly scripts: Readonly<Record<string, string>>
  /** Of all kinds, with their versions. */
  readonly dependencies: Readonly<Record<string, string>>
}

const passedOver: ReadonlySet<string> = new Set([
  'node_modules',
  'vendor',
  'dist',
  'build',
  'out',
  'coverage',
  'test',
  'tests',
  '__tests__',
  'billstorm',
])
const isSource = (name: string): boolean =>
  /\.([cm]?[jt]sx?|go|sql|prisma)$/.test(name) && !/(\.test\.|\.spec\.|_test\.go$|\.d\.ts$|^billstorm\.)/.test(name)

const mostFiles = 1_500
const mostBytes = 400_000

/** Reads a folder as far as it may say how a service is wired. @throws Misuse when there is none */
export function readFolder(root: string): Folder {
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Misuse(`no folder ${root}; --cwd takes the folder in which your service is started`)
  const sources: Source[] = []
  const open = [root]
  for (let next = open.shift(); next !== undefined && sources.length < mostFiles; next = open.shift())
    for (const entry of readdirSync(next, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(next, entry.name)
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && !passedOver.has(entry.name)) open.push(path)
      } else if (entry.isFile() && isSource(entry.name) && statSync(path).size <= mostBytes)
        sources.push({ path: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') })
    }
  return { root, sources, manifest: manifestIn(root), goMod: textOf(join(root, 'go.mod')) }
}

const textOf = (path: string): string | undefined =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path, 'utf8') : undefined

/** @throws Misuse when it cannot be read */
function manifestIn(root: string): Manifest | undefined {
  const text = textOf(join(root, 'package.json'))
  if (text === undefined) return undefined
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch (thrown) {
    throw new Misuse(`${join(root, 'package.json')} cannot be read: ${(thrown as Error).message}`)
  }
  const { name, type, scripts, dependencies, devDependencies } = (typeof read === 'object' && read !== null ? read : {}) as Readonly<
    Record<string, unknown>
  >
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof type === 'string' ? { type } : {}),
    scripts: texts(scripts),
    dependencies: { ...texts(devDependencies), ...texts(dependencies) },
  }
}

const texts = (value: unknown): Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).filter((each): each is [string, string] => typeof each[1] === 'string'))
    : {}
