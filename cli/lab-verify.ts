import { fileURLToPath } from 'node:url'
import { openArena, scenariosNamed, systemNamed } from '#storm'
import { crewFor } from './crews.ts'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo } from './io.ts'
import { countFrom } from './count-from.ts'

/** What one run came to, in short. */
export interface Digest {
  readonly seed: number
  readonly semantic: string
  readonly choices: string
  readonly checkpoints: readonly string[]
}

/** Seeds that nothing else runs, so that they are unrelated to whatever is compared. */
const unrelatedFrom = 500_000_001

/** The digests of seeds, after some unrelated runs. Checkpoints tell where two runs part. */
export async function digests(flags: { readonly system: string; readonly seeds: string; readonly warm: string }, io: Io): Promise<Exit> {
  const warm = Number(flags.warm)
  io.out(JSON.stringify(await digestsOf(flags.system, countFrom('--seeds', flags.seeds), Number.isInteger(warm) ? warm : 0)))
  return exits.held
}

async function digestsOf(name: string, seeds: number, warm: number): Promise<readonly Digest[]> {
  const arena = await openArena(systemNamed(name), scenariosNamed([]))
  const crew = crewFor(undefined)(arena)
  try {
    for (let count = 0; count < warm; count++) await crew.runTask({ seed: unrelatedFrom + count, scenario: undefined })
    const found: Digest[] = []
    for (let seed = 1; seed <= seeds; seed++) {
      const { digest, checkpoints } = await crew.runTask({ seed, scenario: undefined })
      found.push({ seed, ...digest, checkpoints })
    }
    return found
  } finally {
    await crew.close()
  }
}

/** Runs every seed twice, the second time in another process, zone and language, after a thousand other runs. */
export async function verify(
  flags: { readonly system: string; readonly seeds: string; readonly json?: boolean | undefined },
  io: Io,
): Promise<Exit> {
  const seeds = countFrom('--seeds', flags.seeds)
  const { execa } = await import('execa')
  const bin = fileURLToPath(new URL('bin.js', import.meta.url))
  const there = execa(process.execPath, [bin, 'lab', 'digests', '--system', flags.system, '--seeds', String(seeds), '--warm', '1000'], {
    env: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    cwd: io.cwd,
    maxBuffer: 1_000_000_000,
  })
  const [ours, theirs] = await Promise.all([
    digestsOf(flags.system, seeds, 0),
    there.then(({ stdout }) => JSON.parse(stdout) as readonly Digest[]),
  ])
  const report = compared(ours, theirs)
  const first = report.firstDifference
  if (flags.json === true) jsonTo(io, report)
  else
    io.out(
      first === null
        ? `SAME ${report.runs} runs, every seed twice: 0 differences between two processes, zones and languages\n`
        : `DIFFERENT ${report.differences} of ${seeds} seeds; the first is seed ${first.seed}, which parts after step ${first.partsAfterStep}\n`,
    )
  return first === null ? exits.held : exits.broken
}

/** Holds the digests of two processes against each other. */
export function compared(ours: readonly Digest[], theirs: readonly Digest[]) {
  const differing = ours.flatMap((mine, index) => {
    const other = theirs[index]
    return other !== undefined && mine.semantic === other.semantic && mine.choices === other.choices ? [] : [{ mine, other }]
  })
  const [first] = differing
  return {
    runs: ours.length + theirs.length,
    differences: differing.length,
    firstDifference:
      first === undefined
        ? null
        : {
            seed: first.mine.seed,
            partsAfterStep: partsAfter(first.mine, first.other),
            here: first.mine.semantic,
            there: first.other?.semantic ?? null,
          },
  }
}

/** The last step at which both runs were still the same, as far as checkpoints tell. */
function partsAfter({ checkpoints }: Digest, other: Digest | undefined): number {
  const apart = checkpoints.findIndex((each, index) => each !== other?.checkpoints[index])
  return (apart === -1 ? checkpoints.length : apart) * 64
}
