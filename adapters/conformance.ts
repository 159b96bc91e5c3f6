import { isDeepStrictEqual } from 'node:util'
import { defaultPolicy, type Policy, type View } from '#machines'
import { faults, type Source, type System } from '#simulator'
import { emptyLife, plainLife } from './conformance/life.ts'
import { lived, type Lived, rowsOf } from './conformance/lived.ts'
import { contradictions, unkept } from './conformance/claims.ts'
import { thrownInWords } from './conformance/misbehaved.ts'
import { systemFault } from './conformance/port-shape.ts'
import { type ConformanceRule, conformanceRules, Offended, type Offence } from './conformance/rules.ts'
import { within } from './conformance/within.ts'

export interface ConformanceOptions {
  /** What the world sells. Default: three plans by the month. */
  readonly policy?: Policy
  /** In real milliseconds: what takes longer is taken to never end. Default: 10 s. */
  readonly patienceMs?: number
}

/** What was found of a system that goes by the port, or not. */
export interface Conformance {
  readonly offences: readonly Offence[]
  /** Rules that were looked at to the end and are kept. */
  readonly kept: readonly ConformanceRule[]
  /** Rules that could not be looked at, and why. */
  readonly notLookedAt: readonly { readonly rule: ConformanceRule; readonly because: string }[]
}

const allRules = Object.keys(conformanceRules) as readonly ConformanceRule[]

/**
 * Looks whether a system keeps to the port, whatever it bills and however well: it goes through lives in which nothing goes wrong, an
 * empty one between them, and with workers that die where it says that it bears that.
 * A loop that never ends takes the caller along: strange systems are looked at in a thread.
 * @param make is called again, after the first was closed, where only another one can tell what is wrong
 */
export async function conformance(
  make: () => System | Promise<System>,
  { policy = defaultPolicy, patienceMs = 10_000 }: ConformanceOptions = {},
): Promise<Conformance> {
  const offences: Offence[] = []
  const looked = new Set<ConformanceRule>()
  const add = (offence: Offence | undefined): boolean => {
    if (offence !== undefined && !offences.some(({ rule, says }) => rule === offence.rule && says === offence.says)) offences.push(offence)
    return offence === undefined
  }
  const brought = async (): Promise<System | undefined> => {
    const made = await attempt('system', patienceMs, 'what makes it', make)
    looked.add('system')
    if ('rule' in made) return void add(made)
    const fault = systemFault(made.out)
    if (fault !== undefined) return void add({ rule: 'system', says: fault })
    const booted = await attempt('comes up', patienceMs, 'boot', () => made.out.boot?.())
    looked.add('comes up')
    if ('out' in booted) return made.out
    add(booted)
    await closed(made.out)
    return undefined
  }
  const closed = async (system: System): Promise<void> => {
    const went = await attempt('closes', patienceMs, 'close', () => system.close())
    looked.add('closes')
    if ('rule' in went) add(went)
  }

  const first = await brought()
  if (first === undefined) return told(offences, looked)
  const went = await through(first, { policy, patienceMs }, add, looked)
  await closed(first)
  if (went?.differs === undefined) return told(offences, looked)

  // Two runs of one world differ: one that was never used tells whether the first left something behind, or nobody knows what comes.
  const fresh = await brought()
  if (fresh === undefined) return told(offences, looked)
  const again = await lived(fresh, went.life, { policy, patienceMs })
  await closed(fresh)
  looked.add('reset is clean').add('repeats itself')
  add(
    again.result.digest.semantic === went.digest
      ? {
          rule: 'reset is clean',
          says: `a second run of one world differs from the first, and one after a start anew does not: ${went.differs}; something outlives a reset`,
        }
      : { rule: 'repeats itself', says: `no two runs of one world are the same, after a start anew neither: ${went.differs}` },
  )
  return told(offences, looked)
}

/** What came of the lives of one system; `differs` where two of one world did. */
interface Went {
  readonly life: ReturnType<typeof plainLife>
  readonly digest: string
  readonly differs: string | undefined
}

async function through(
  system: System,
  living: { readonly policy: Policy; readonly patienceMs: number },
  add: (offence: Offence | undefined) => boolean,
  looked: Set<ConformanceRule>,
): Promise<Went | undefined> {
  const { capabilities } = system
  for (const says of contradictions(capabilities)) add({ rule: 'keeps its claims', says })
  if (contradictions(capabilities).length > 0) return undefined
  const life = plainLife(capabilities, living.policy)
  const empty = emptyLife(capabilities, living.policy)
  const before = await lived(system, empty, living)
  if (!add(before.offence) || !add(stillWaits(before, 'though nobody had asked anything'))) return undefined
  const first = await lived(system, life, living)
  if (!add(first.offence)) return undefined
  for (const rule of ['shape', 'throws nothing', 'names once', 'moves on', 'view keeps up', 'keeps its claims', 'settle ends'] as const)
    looked.add(rule)
  add(stillWaits(first, 'four days after all was over'))
  for (const says of unkept(capabilities, first)) add({ rule: 'keeps its claims', says })
  const after = await lived(system, empty, living)
  if (!add(after.offence)) return undefined
  const left = leftIn(before.view, after.view)
  looked.add('reset is clean')
  add(left === undefined ? undefined : { rule: 'reset is clean', says: left })
  const second = await lived(system, life, living)
  if (!add(second.offence)) return undefined
  if (capabilities.crash) add(await afterCrashes(system, life, living))
  const isSame = second.result.digest.semantic === first.result.digest.semantic
  if (isSame) looked.add('repeats itself')
  return { life, digest: first.result.digest.semantic, differs: isSame || left !== undefined ? undefined : whereTheyPart(first, second) }
}

const stillWaits = ({ waitsFor }: Lived, when: string): Offence | undefined =>
  waitsFor.length === 0 ? undefined : { rule: 'settle ends', says: `it waits for ${waitsFor.slice(0, 3).join(', ')}, ${when}` }

/** What is shown in an empty world that was not shown in the one before. */
function leftIn(before: View | undefined, after: View | undefined): string | undefined {
  if (before === undefined || after === undefined) return undefined
  const section = Object.keys(after).find((each) => !isDeepStrictEqual(before[each as keyof View], after[each as keyof View]))
  if (section === undefined) return undefined
  const [was, is] = [rowsOf(before, section), rowsOf(after, section)]
  const row = is.find((each) => !was.some((old) => isDeepStrictEqual(old, each)))
  return `after a reset its view has ${is.length} ${section} where it had ${was.length}${row === undefined ? '' : `, one of them ${JSON.stringify(row).slice(0, 160)}`}`
}

function whereTheyPart({ result: a }: Lived, { result: b }: Lived): string {
  const place = a.checkpoints.findIndex((each, index) => each !== b.checkpoints[index])
  const part = place === -1 ? 'in the last steps' : `between step ${place * 64} and ${(place + 1) * 64}`
  return `they part ${part}, with ${a.events} events and ${b.events}`
}

/** Workers die now and then; it must go on after each, whatever it then does. */
async function afterCrashes(system: System, life: Went['life'], living: Parameters<typeof lived>[2]): Promise<Offence | undefined> {
  const crash = faults.find(({ name }) => name === 'crash')
  if (crash === undefined) return undefined
  const source: Source = { kind: 'key', key: [7, 11], rates: new Map([[crash.kind, crashesPerMille]]) }
  const { offence } = await lived(system, life, { ...living, source })
  return offence === undefined ? undefined : { rule: 'keeps its claims', says: `crash: after workers had died, ${offence.says}` }
}

const crashesPerMille = 100

/** Does it, and tells what it threw. */
async function attempt<Out>(
  rule: ConformanceRule,
  patienceMs: number,
  what: string,
  go: () => Out,
): Promise<{ readonly out: Awaited<Out> } | Offence> {
  try {
    return { out: await within(patienceMs, rule, what, go()) }
  } catch (thrown) {
    return { rule, says: thrown instanceof Offended ? thrown.message : `${what} threw ${thrownInWords(thrown)}` }
  }
}

function told(offences: readonly Offence[], looked: ReadonlySet<ConformanceRule>): Conformance {
  const broken = new Set(offences.map(({ rule }) => rule))
  return {
    offences,
    kept: allRules.filter((rule) => looked.has(rule) && !broken.has(rule)),
    notLookedAt: allRules
      .filter((rule) => !looked.has(rule) && !broken.has(rule))
      .map((rule) => ({ rule, because: `it came no further than ${offences[0]?.rule ?? 'that'}` })),
  }
}
