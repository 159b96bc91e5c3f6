import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { scenarios } from '#scenarios'
import { afterAll, describe, expect, it } from 'vitest'
import { ownSystem } from './own-system.ts'
import { storm } from './storm.ts'
import { threads } from './threads.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const sample = 'examples/services/go-chi-pgx'

/** Inside there is no way to anywhere: what the sample is built of must be here before. */
function isGoHere(): boolean {
  try {
    execFileSync('go', ['mod', 'download'], { cwd: join(root, sample), stdio: 'ignore', timeout: 120_000 })
    return true
  } catch {
    process.stderr.write('the sample service in Go is not tested: there is no go here, or its modules cannot be had\n')
    return false
  }
}

const away = mkdtempSync(join(realpathSync(tmpdir()), 'seats-'))
afterAll(() => rmSync(away, { recursive: true, force: true }))

/** A copy of the sample and the file that storms it, as somebody has them who has installed billstorm. */
function repaired(): string {
  for (const each of [sample, 'examples/storms']) cpSync(join(root, each), join(away, each), { recursive: true })
  mkdirSync(join(away, 'node_modules'))
  symlinkSync(root, join(away, 'node_modules', 'billstorm'))
  const folder = join(away, sample)
  execFileSync('git', ['apply', 'repaired.patch'], { cwd: folder, env: { ...process.env, GIT_CEILING_DIRECTORIES: away } })
  return away
}

function stormed(project: string, faults: readonly string[], count: number) {
  const module = pathToFileURL(join(project, 'examples/storms/seats.ts')).href
  return storm({
    system: ownSystem(new URL(module), 'seats'),
    scenarios: scenarios.filter(({ name }) => name === 'cards'),
    seeds: { first: 20, count },
    faults,
    shrinkBudget: 0,
    crew: ({ ground }) =>
      threads(
        { system: 'seats', module, scenarios: ground.scenarios.map(({ name }) => name), faults },
        { count: 1, patienceMs: 60_000, startMs: 180_000 },
      ),
  })
}

describe.runIf(process.platform === 'linux' && isGoHere())('the sample service in Go', () => {
  it('is blamed for what its page has: of two events of one second the one that comes last wins', async () => {
    const { verdict, failures, system } = await stormed(root, ['redeliver late', 'reorder', 'redeliver'], 1)
    expect(verdict).toBe('broken')
    expect(failures.map(({ violation }) => violation.witness.says)).toContainEqual(
      expect.stringMatching(/is active at the provider and incomplete here/),
    )
    expect(system).toMatchObject({ level: 'L1', clock: 'service' })
  }, 240_000)

  it('holds in the same run when it is repaired, whatever comes late, twice or makes no sense', async () => {
    const { verdict, undecided } = await stormed(repaired(), ['redeliver late', 'reorder', 'redeliver', 'poison'], 1)
    expect({ verdict, undecided }).toEqual({ verdict: 'held', undecided: [] })
  }, 240_000)
})
