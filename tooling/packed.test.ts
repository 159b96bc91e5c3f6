import { execFileSync, spawnSync } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const place = realpathSync(mkdtempSync(join(tmpdir(), 'billstorm-packed-')))
let tarball = ''

beforeAll(() => {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' })
  const packed = execFileSync('npm', ['pack', './dist', '--json', '--pack-destination', place], { cwd: root, encoding: 'utf8' })
  tarball = join(place, (JSON.parse(packed) as readonly { readonly filename: string }[])[0]?.filename ?? '')
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

/** An empty project of a stranger, with the package installed. */
function project(name: string, install: readonly string[]): string {
  const folder = join(place, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }))
  const [program = '', ...args] = install
  const { status, stderr, stdout } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${install.join(' ')} ended with ${status}\n${stdout}\n${stderr}`)
  return folder
}

/** Runs the command as a stranger would, and gives what came of it. */
function billstorm(folder: string, ...args: readonly string[]) {
  return spawnSync(join(folder, 'node_modules/.bin/billstorm'), args, { cwd: folder, encoding: 'utf8', timeout: 60_000 })
}

function bytes(path: string): number {
  const stat = lstatSync(path)
  return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + bytes(join(path, name)), 0) : stat.size
}

const installs = {
  npm: () => ['npm', 'install', '--no-audit', '--no-fund', tarball],
  'npm without scripts': () => ['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', tarball],
  pnpm: () => ['npx', '--yes', 'pnpm@10.20.0', 'add', tarball],
  'pnpm without scripts': () => ['npx', '--yes', 'pnpm@10.20.0', 'add', '--ignore-scripts', tarball],
} as const

describe.each(Object.entries(installs))('the package, installed by %s', (name, install) => {
  let folder = ''
  beforeAll(() => {
    folder = project(name.replaceAll(' ', '-'), install())
  })

  it('says what it can do', () => {
    const { status, stdout, stderr } = billstorm(folder, '--help')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('billstorm')
  })

  it('gives the demonstration', () => {
    const { status, stdout, stderr } = billstorm(folder, 'demo')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('systems install better-auth')
  })

  it('lends its doors to a program', () => {
    const { exports } = JSON.parse(readFileSync(join(folder, 'node_modules/billstorm/package.json'), 'utf8')) as {
      readonly exports: object
    }
    expect(Object.keys(exports)).toContain('.')
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', "await import('billstorm')"], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})

describe('the package', () => {
  let folder = ''
  beforeAll(() => {
    folder = project('measured', installs.npm())
  })

  it('is at most 30 packages and 45 MB', () => {
    const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8')) as { readonly packages: object }
    expect(Object.keys(packages).length).toBeLessThanOrEqual(30)
    expect(bytes(join(folder, 'node_modules')) / 1_000_000).toBeLessThanOrEqual(45)
  })

  it('holds no test, no source and no pin of a runtime', () => {
    const own = join(folder, 'node_modules/billstorm')
    const files = readdirSync(own, { recursive: true, encoding: 'utf8' })
    // Projects of their own are there as they stand.
    const ours = files.filter((file) => !/^adapters\/[^/]+\/package\//.test(file))
    expect(ours.filter((file) => /\.(test|fixture)\.|(?<!\.d)\.ts$/.test(file))).toEqual([])
    expect(readFileSync(join(own, 'package.json'), 'utf8')).not.toMatch(/optionalDependencies|devDependencies|scripts/)
  })
})
