import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Makes `dist/`, the package as it is published: compiled rooms, what stands beside the code, and a manifest of its own. */
interface Manifest {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly license: string
  readonly type: string
  readonly keywords?: readonly string[]
  readonly engines: Readonly<Record<string, string>>
  readonly bin: Readonly<Record<string, string>>
  readonly imports: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>
}

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
const rooms = Object.keys(manifest.imports)
  .map((name) => name.slice(1))
  .concat('cli', 'examples')

rmSync(dist, { recursive: true, force: true })
const { status } = spawnSync('tsc', ['-p', join(root, 'tsconfig.build.json')], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(1) // The compiler has said why.
for (const room of rooms)
  if (existsSync(join(root, room)))
    cpSync(join(root, room), join(dist, room), { recursive: true, filter: (from) => isBeside(from.slice(root.length + 1)) })
chmodSync(join(dist, 'cli/bin.js'), 0o755)
for (const page of ['README.md', 'LICENSE', 'CHANGELOG.md']) cpSync(join(root, page), join(dist, page))
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published(manifest), undefined, 2)}\n`)

/**
 * Data and pages that code reads at run time, and the projects of their own that are installed from here, as they stand. Sources are
 * compiled; prose, what those projects brought here, and the sample services stay behind.
 */
function isBeside(path: string): boolean {
  const isOfProject = /^adapters\/[^/]+\/package\//.test(path)
  return (isOfProject || !/\.(ts|md)$/.test(path)) && !/(^|\/)node_modules(\/|$)/.test(path) && path !== 'examples/services'
}

/** No script, no pin of a runtime, nothing for development; a door is lent only where it was built. */
function published(from: Manifest): object {
  const { name, version, description, license, type, keywords, engines, bin, dependencies, peerDependencies, peerDependenciesMeta } = from
  const isBuilt = ([, path]: readonly [string, string]): boolean => existsSync(join(dist, compiled(path)))
  const doors = Object.entries(from.exports).filter(isBuilt)
  return {
    name,
    version,
    description,
    license,
    type,
    keywords,
    engines,
    bin,
    imports: Object.fromEntries(
      Object.entries(from.imports)
        .filter(isBuilt)
        .map(([door, path]) => [door, compiled(path)]),
    ),
    exports: {
      ...Object.fromEntries(doors.map(([door, path]) => [door, { types: path.replace(/\.ts$/, '.d.ts'), default: compiled(path) }])),
      './package.json': './package.json',
    },
    dependencies,
    peerDependencies,
    peerDependenciesMeta,
  }
}

function compiled(path: string): string {
  return path.replace(/\.ts$/, '.js')
}
