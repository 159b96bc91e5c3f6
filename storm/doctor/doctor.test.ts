import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { DoctorStep, Finding } from '#reports'
import { doctor } from './doctor.ts'
import { examine } from './examine.ts'
import { type Miswired, miswired } from './planted-wiring.fixture.ts'

/** As the command line does it, in a thread. */
const told = async (way: Miswired, patienceMs = 60_000) => {
  const module = new URL('./planted-wiring.fixture.ts', import.meta.url)
  module.searchParams.set('way', way)
  return doctor({ system: { module: module.href }, reruns: 3, patienceMs })
}

/** The same here, since to load all we have for each way takes longer than to examine it; and nobody tries the way out again. */
const examined = async (way: Miswired): Promise<readonly Finding[]> => {
  const findings: Finding[] = []
  await examine(
    miswired(way),
    { reruns: 2, wall: () => Date.now(), wayOut: async () => ({ isClosed: true, says: 'closed' }) },
    { begins: () => undefined, finds: (finding) => void findings.push(finding) },
  )
  return findings
}

const isLinux = process.platform === 'linux'

describe.runIf(isLinux)('a service file', { concurrent: true }, () => {
  it('that is right is proved step by step', async () => {
    const { verdict, findings, system } = await told('well')
    expect(findings.filter(({ state }) => state !== 'well')).toEqual([])
    expect({ verdict, system }).toEqual({ verdict: 'well', system: { name: 'shop', version: '1', level: 'L1' } })
    const says = new Map(findings.map(({ step, says: said }) => [step, said]))
    expect(says.get('signup')).toBe('3 of 3 accepted')
    expect(says.get('same seed')).toMatch(/^3 runs of seed 4, .*one digest/)
    expect(says.get('webhook')).toMatch(/3 of 3 answered with 2xx; signed with another secret, all were refused \(500\)/)
  })

  it.each<readonly [Miswired, DoctorStep, RegExp, RegExp]>([
    ['wrong port', 'starts', /nothing listens on its port/, /something inside listens on 8080.* port: 8080,/],
    [
      'provider elsewhere',
      'provider',
      /^0 requests reached the twin: shop tried to get out: it asked for payments\.invalid/,
      /no `host` of its own/,
    ],
    [
      'wrong secret',
      'webhook',
      /POST \/webhooks answered 500, to what was signed rightly and to what was not/,
      /verifies with another secret/,
    ],
    ['no secret', 'webhook', /signed with another secret was taken as well/, /verify the signature/],
    ['wrong route', 'webhook', /POST \/stripe answered 404/, /`webhook` names a route/],
    [
      'view without rows',
      'view',
      /no customers and no invoices after the signups; during the signups changed customers: 0 → 3 rows; events: 0 → 3 rows; invoices: 0 → 3 rows/,
      /query\('select \* from customers where provider is not null'\) customers: .* who: String\(row\['id'\]\), provider: take\(row\['provider'\]\)/,
    ],
    ['view of no table', 'view', /in view: threw .*no such table: clients/, /changed customers: 0 → 3/],
    ['view of strangers', 'view', /a row of customers belongs to "user_ada", whom nobody knows/, /ada, bob, cleo/],
    ['no migration', 'migrations', /no table after the start/, /`env` tell it where its database is/],
    ['broken migration', 'migrations', /failed, code 3: no such file: schema\.sql/, /with the environment that `env` makes/],
    ['reset leaks', 'reset', /one after a start anew is: they part at step/, /something outlives a reset: what the service keeps in mind/],
    ['chance of its own', 'same seed', /two runs of seed 4 are not the same, and one after a start anew is a third/, /draws by chance/],
    [
      'time of the database',
      'clock',
      /the machine's time stands in events\.at, 20\d\d-.* and not the world's, 2024-02-10/,
      /let the code write it/,
    ],
    ['live key', 'live keys', /looks like a live key stands in the variable STRIPE_SECRET_KEY/, /give it the `key`/],
  ])('%s is named at the step %s', async (way, step, says, todo) => {
    const findings = await examined(way)
    const wrong = findings.filter(({ state }) => state === 'wrong')
    expect(wrong.map((each: Finding) => each.step)).toEqual([step])
    expect(wrong[0]!.says).toMatch(says)
    expect(wrong[0]!.todo.map((line) => line.trim()).join(' ')).toMatch(todo)
  })

  it('that never comes back is given up, and told', async () => {
    const { verdict, findings } = await told('view that loops', 4_000)
    expect(verdict).toBe('wrong')
    expect(findings.find(({ state }) => state === 'wrong')).toMatchObject({ says: expect.stringContaining('nothing came of it for 4 s') })
  })
})

it('nothing of them is left', () => {
  // Each is under a guardian that we started, which ends last. Other tests have theirs.
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  const all = rows.map((row) => /^ *(\d+) +(\d+) (.*)$/.exec(row)?.slice(1) ?? [])
  const ours = new Set([String(process.pid)])
  for (let size = 0; size !== ours.size;) {
    size = ours.size
    for (const [pid, parent] of all) if (pid !== undefined && parent !== undefined && ours.has(parent)) ours.add(pid)
  }
  expect(all.filter(([pid, , args]) => pid !== undefined && ours.has(pid) && args?.includes('guardian.ts'))).toEqual([])
})
