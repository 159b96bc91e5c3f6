import { setImmediate } from 'node:timers/promises'
import { grouped } from '#machines'
import { type SmallWorld, smallWorlds } from '#scenarios'
import type { RunResult, SystemEntry } from '#simulator'
import { openArena, plantedBefore, scenariosNamed, systemNamed, type WholeWorld, wholeWorld } from '#storm'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo } from './io.ts'
import { Misuse } from './misuse.ts'
import { countFrom } from './count-from.ts'

export interface ExhaustFlags {
  readonly system: string
  readonly bound: string
  readonly json?: boolean | undefined
}

/** Of a planted mistake: after how many runs it showed, and how. */
interface Shown {
  readonly system: string
  readonly declares: string
  readonly runs: number
  readonly says: string | undefined
}

/** Makes every run of the small worlds: the system must hold in all, and each mistake that teams had built before break in one. */
export async function exhaustive(flags: ExhaustFlags, io: Io): Promise<Exit> {
  const bound = countFrom('--bound', flags.bound)
  const entry = systemNamed(flags.system)
  const rows: object[] = []
  let isHeld = true
  for (const world of smallWorlds) {
    const whole = await exhausted(entry, world, bound)
    const planted: Shown[] = []
    for (const each of plantedBefore(world)) planted.push(await shownBy(each, world, bound))
    isHeld &&= whole.held === whole.runs && planted.every(({ says }) => says !== undefined)
    if (flags.json === true) rows.push(rowOf(world, bound, whole, planted))
    else io.out(`${textOf(entry.name, world, whole, planted).join('\n')}\n`)
  }
  if (flags.json === true) jsonTo(io, rows)
  return isHeld ? exits.held : exits.broken
}

async function exhausted(
  entry: SystemEntry,
  world: SmallWorld,
  bound: number,
  isEnough?: (result: RunResult) => boolean,
): Promise<WholeWorld> {
  const arena = await openArena(entry, scenariosNamed([]))
  if (!arena.isSync) throw new Misuse(`${entry.name} is not of our own making, and its runs take too long; try --system reference`)
  const runs = wholeWorld(arena, world, bound, isEnough)
  for (let count = 0; ; count++) {
    // Runs that never wait would keep everything else waiting: signals, output.
    if (count % 50 === 0) await setImmediate()
    const next = runs.next()
    if (next.done !== true) continue
    await arena.close()
    return next.value
  }
}

async function shownBy(entry: SystemEntry, world: SmallWorld, bound: number): Promise<Shown> {
  const { declares } = entry
  const { runs, broken } = await exhausted(entry, world, bound, ({ violations }) => violations.some(({ code }) => code === declares))
  const found = broken.find(({ code }) => code === declares)
  return { system: entry.name, declares: declares ?? '', runs, says: found?.violation.witness.says }
}

function textOf(system: string, { system: id, name, about }: SmallWorld, whole: WholeWorld, planted: readonly Shown[]): readonly string[] {
  const { stories, runs, histories, held, broken, undecided, struck } = whole
  const idle = [...struck].filter(([, count]) => count === 0).map(([kind]) => kind)
  return [
    `${id} ${name}: ${about}`,
    `   ${held === runs ? 'HELD  ' : 'BROKEN'} ${system}: ${grouped(held)} of ${grouped(runs)} runs of ${stories} stories, ${grouped(histories)} of them different`,
    ...broken.map(
      ({ code, runs: count, violation, record }) =>
        `          ${code} in ${grouped(count)} runs: ${violation.witness.says}; ${inWords(record)}`,
    ),
    ...undecided.map((why) => `          undecided: ${why}`),
    ...(idle.length === 0 ? [] : [`          within this bound nobody came to: ${idle.join(', ')}`]),
    ...planted.map(({ system: mutant, declares, runs: count, says }) =>
      says === undefined
        ? `   MISSED ${mutant}: ${declares} in none of ${grouped(count)} runs`
        : `   SEEN   ${mutant}: ${declares} in run ${grouped(count)}: ${says}`,
    ),
    '',
  ]
}

const inWords = (record: ReadonlyMap<string, unknown>): string =>
  record.size === 0
    ? 'nothing deviates'
    : [...record].map(([choice, value]) => (value === true ? choice : `${choice} ${String(value)}`)).join(' · ')

const rowOf = ({ system, name }: SmallWorld, bound: number, whole: WholeWorld, planted: readonly Shown[]) => ({
  id: system,
  world: name,
  bound,
  ...whole,
  struck: Object.fromEntries(whole.struck),
  broken: whole.broken.map(({ code, runs, violation, workload, record }) => ({
    code,
    runs,
    says: violation.witness.says,
    story: workload.scenario,
    record: Object.fromEntries(record),
  })),
  planted,
})
