import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { parseCase } from '#storm'
import { exits } from './exit.ts'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-ends-'))
afterAll(() => rmSync(cwd, { recursive: true }))

const bin = join(import.meta.dirname, 'bin.js')
const fixture = join(import.meta.dirname, '../storm/planted.fixture.ts')

/** Starts a command line of its own. */
function started(words: string) {
  const child = spawn(process.execPath, [bin, ...words.split(' ')], { cwd })
  const said = { out: '', err: '' }
  child.stdout.on('data', (text) => (said.out += String(text)))
  child.stderr.on('data', (text) => (said.err += String(text)))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { child, said, ended }
}
const sh = (script: string) => spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8', timeout: 50_000 })
const node = JSON.stringify(process.execPath)

describe('the command line', () => {
  it.each([
    ['native', '--system reference --seeds 100000'],
    ['threads', '--system naive --seeds 100000'],
    ['a loop in a thread', '--system ./loops.ts --seeds 5'],
  ])(
    'ends at once when it is interrupted, without a verdict: %s',
    async (_, words) => {
      writeFileSync(
        join(cwd, 'loops.ts'),
        `import { planted } from ${JSON.stringify(fixture)}\nexport const system = () => planted('loops in view')\n`,
      )
      const { child, said, ended } = started(`run cards ${words} --out interrupted`)
      await setTimeout(2_500)
      const began = performance.now()
      child.kill('SIGINT')
      expect(await ended).toBe(130)
      expect(performance.now() - began).toBeLessThan(5_000)
      expect(said).toEqual({ out: '', err: 'billstorm: interrupted; no verdict\n' })
      expect(readdirSync(cwd)).not.toContain('interrupted')
    },
    30_000,
  )

  it('tells its verdict though nobody reads on', () => {
    const { stdout } = sh(
      `set -o pipefail; ${node} ${bin} run cards --system mutant:keeps-first-quantity --seeds 20 --json | head -1; echo "\${PIPESTATUS[0]}"`,
    )
    const [first, status] = stdout.trim().split('\n')
    expect(first).toBe('{')
    // Whether the last words were still taken hangs on the pipe; held it is never.
    expect(['1', '141']).toContain(status)
  }, 60_000)

  it('that loses its reader before the end has no verdict', () => {
    const { stdout } = sh(`(${node} ${bin} run cards --system mirror mirror mirror --seeds 300; echo "$?" >status) | true; cat status`)
    expect(stdout.trim()).toBe('141')
  }, 60_000)

  it('refuses a pipe of any length in bounded memory', () => {
    const { stdout, stderr } = sh(`yes | ${node} --max-old-space-size=200 ${bin} replay -; echo "\${PIPESTATUS[1]}"`)
    expect(stderr).toMatch(/^billstorm: standard input is larger than 1 MiB/)
    expect(stdout.trim()).toBe(String(exits.misuse))
  }, 60_000)

  it('says so when a case cannot be written whole, and leaves no half of it', () => {
    // No file may grow beyond nothing: as good as a full disk.
    const { status, stdout, stderr } = sh(
      `mkdir full; trap '' XFSZ; ulimit -f 0; exec ${node} ${bin} run cards --system mutant:keeps-first-quantity --seeds 20 --max-failures 1 --out full`,
    )
    expect(stderr).toMatch(/is not kept: .*cannot be written \(EFBIG\)/)
    expect(stdout).toMatch(/^BROKEN /)
    expect(status).toBe(exits.broken)
    expect(readdirSync(join(cwd, 'full'))).toEqual([])
  }, 60_000)

  it('writes one whole case when several write it at once', async () => {
    mkdirSync(join(cwd, 'shared'))
    const words = 'run cards --system mutant:keeps-first-quantity --seeds 20 --max-failures 1 --out shared'
    const all = [started(words), started(words), started(words)]
    expect(await Promise.all(all.map(({ ended }) => ended))).toEqual([1, 1, 1])
    const files = readdirSync(join(cwd, 'shared'))
    expect(files).toEqual([expect.stringMatching(/^BS-[0-9A-F]{8}\.case\.json$/)])
    const [name = ''] = files
    expect(parseCase(readFileSync(join(cwd, 'shared', name), 'utf8'), name).broke.id).toBe(name.slice(0, 11))
  }, 60_000)

  it('ends a system that loops, names its seed, and is done in time', async () => {
    const began = performance.now()
    const { said, ended } = started('run cards --system ./loops.ts --seed 4')
    expect(await ended).toBe(exits.undecided)
    expect(said.out).toMatch(/undecided: seed 4, .*gave no sign for 10 s; a promise that never settles, or a loop/)
    expect(performance.now() - began).toBeLessThan(25_000)
  }, 40_000)
})
