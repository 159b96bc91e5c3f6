import { counted, grouped } from '#machines'
import { candidateOf, elementsOf } from '#simulator'
import { type Found, newFailures, type Outcome, perSecond } from './outcome.ts'
import { type Row, timelineOf } from './timeline.ts'
import { choiceInShort, choiceInWords, commandInWords, wrapped } from './words.ts'

const width = 118
const mostRows = 12

/** What the first screen says beside the failure itself. */
export interface Circumstances {
  readonly outcome: Outcome
  /** `npx billstorm`, or however this was started. */
  readonly program: string
}

/** A failure on one screen, 25 lines at most: facts only, and how to see it again. */
export function firstScreen(found: Found, { outcome, program }: Circumstances): readonly string[] {
  const { id, violation, isKnown } = found
  const head = `BROKEN ${violation.code} ${violation.name}`
  const state = isKnown ? 'known' : 'new'
  const rows = timelineOf(found, mostRows)
  const actorWidth = Math.max(...rows.map(({ actor }) => actor.length), 4)
  const whenWidth = Math.max(...rows.map(({ when }) => when.length), 4)
  const all = found.trace.filter(({ step }) => step <= violation.step).length
  return [
    `${head}${' '.repeat(Math.max(2, 74 - head.length))}${id}, ${state}`,
    ...wrapped('   ', violation.witness.says, width, 2),
    '',
    ...rows.map(({ mark, when, actor, says }, index) =>
      clipped(` ${mark} ${String(index + 1).padStart(2)}  ${when.padEnd(whenWidth)}  ${actor.padEnd(actorWidth)}  ${says}`),
    ),
    ...(all > rows.length
      ? [`       ${grouped(rows.length)} of ${counted(all, 'step')}; all of them: ${program} replay ${id} --trace`]
      : []),
    '',
    ...wrapped(' cause      ', causeOf(found, rows), width, 3),
    ...whereOf(found),
    ` again      ${program} replay ${id}`,
    ` keep       ${program} pin ${id}`,
    ...wrapped(' ', lastLine(found, outcome), width, 2),
  ]
}

const clipped = (line: string): string => (line.length <= width ? line : `${line.slice(0, width - 1)}…`)

/** Only what was shown by runs: each element was taken away, and then it held. What stands above is named by its number. */
function causeOf({ file, verified }: Found, rows: readonly Row[]): string {
  const above = (test: (row: Row) => boolean): string => {
    const index = rows.findIndex(test)
    return index === -1 ? '' : String(index + 1)
  }
  const elements = elementsOf(candidateOf(file)).map((element) => {
    if (element.kind === 'command') {
      const { who, id, command } = element.line
      return `${above((row) => row.command === `${who}/${id}`)} ${who} ${commandInWords(command)}`.trim()
    }
    const number = above((row) => row.choices.includes(element.name))
    return number === '' ? `▲ ${choiceInWords(element.name, element.value)}` : `▲${number} ${choiceInShort(element.name, element.value)}`
  })
  if (elements.length === 0) return 'nothing need happen for it'
  const list = elements.join(' · ')
  return verified === 0 ? `among ${list} (not shrunk to the end, so nothing is claimed)` : `without any one of these it holds: ${list}`
}

/** Dollars and UTC need no word; a failure that shows there as well was brought there while it shrank. */
function whereOf({ file: { world } }: Found): readonly string[] {
  if (world.currency === 'usd' && world.zone === 'UTC') return []
  const clocks = world.zone === 'UTC' ? 'by the clocks of UTC' : `by the clocks of ${world.zone}; the times above are UTC`
  return [` where      in ${world.currency}, ${clocks}`]
}

function lastLine({ seed, shrunkFrom, elements, executions, repeats, times, verified }: Found, outcome: Outcome): string {
  const { seeds, applied, notChecked, system } = outcome
  const from = seed === 0 ? 'the story as written' : `seed ${seed} of ${seeds.first}…${seeds.first + seeds.count - 1}`
  const replayed = repeats.same === repeats.of ? `replayed ${repeats.of} × the same` : `repeats ${repeats.same} of ${repeats.of}`
  const size =
    verified === 0 ? counted(elements, 'element') : `${shrunkFrom} → ${counted(elements, 'element')} in ${counted(executions, 'run')}`
  const not = notChecked.length === 0 ? '' : `; not: ${notChecked.join(', ')}`
  const checked = `checked ${applied.size} of ${applied.size + notChecked.length}${not}`
  return `${from} · seen ${times} × · ${size} · ${replayed} · level ${system.level} · ${checked}`
}

/** The verdict over one system in a few lines, and what was not checked. */
export function summary(outcome: Outcome): readonly string[] {
  const {
    verdict,
    system,
    seeds,
    runs,
    events,
    faults,
    faultsOff,
    applied,
    notChecked,
    notApplicable,
    unmet,
    metamorphic,
    unshown,
    undecided,
    digest,
    scenarios,
  } = outcome
  const fresh = newFailures(outcome).length
  const known = outcome.failures.length - fresh
  const last = seeds.first + seeds.count - 1
  const which =
    seeds.count === 0
      ? 'no seed'
      : seeds.shard === undefined
        ? `seeds ${seeds.first}…${last}`
        : `${counted(seeds.count, 'seed')} of shard ${seeds.shard}`
  const struck = [...faults.keys()].length
  const pad = ' '.repeat(10)
  const pace = perSecond(outcome)
  return [
    `${verdict.toUpperCase().padEnd(10)}${system.name} ${system.version}, level ${system.level} · ${which} of ${counted(scenarios.length, 'scenario')} · ${counted(runs, 'run')}, ${counted(events, 'event')}`,
    ...(system.clock === 'service' ? [`${pad}time-dependent logic not exercised: ${system.name} goes by a clock of its own`] : []),
    `${pad}${counted(outcome.deliveries.total, 'webhook')} delivered, ${grouped(outcome.deliveries.median)} in the median run${pace === undefined ? '' : `, ${grouped(pace)} a second`}`,
    ...(fresh + known + unshown === 0
      ? []
      : [
          `${pad}${counted(fresh, 'new failure')}, ${grouped(known)} known${unshown === 0 ? '' : `, ${grouped(unshown)} more not shown (--max-failures)`}`,
        ]),
    ...undecided.slice(0, 5).map(({ seed, scenario, why }) => `${pad}undecided: ${seed === 0 ? '' : `seed ${seed}, `}${scenario}: ${why}`),
    ...(undecided.length > 5 ? [`${pad}and ${grouped(undecided.length - 5)} more undecided`] : []),
    ...wrapped(
      pad,
      `${counted(struck, 'kind')} of deviation met${unmet.faults.length === 0 ? '' : `; never: ${unmet.faults.join(', ')}`}${faultsOff.length === 0 ? '' : `; off: ${faultsOff.map(({ name, because }) => `${name} (${because})`).join(', ')}`}`,
      width,
      4,
    ),
    ...wrapped(
      pad,
      `checked ${counted(applied.size, 'invariant')}${unmet.invariants.length === 0 ? '' : `, of which nothing was learnt about ${unmet.invariants.join(', ')}`}${notChecked.length === 0 ? '' : `; not checked: ${notChecked.join(', ')}`}${reasons(notApplicable)}`,
      width,
      4,
    ),
    ...(outcome.places.size === 0
      ? []
      : wrapped(
          pad,
          `${grouped(outcome.places.size - unmet.places.length)} of ${counted(outcome.places.size, 'pair')} of currency and zone met, the rarest by ${counted(Math.min(...outcome.places.values()), 'run')}${unmet.places.length === 0 ? '' : `; never: ${firstOf(unmet.places, 6)}`}`,
          width,
          3,
        )),
    ...(metamorphic.compared + metamorphic.skipped === 0
      ? []
      : [
          `${pad}with and without transparent faults ${counted(metamorphic.compared, 'account')} compared, ${grouped(metamorphic.skipped)} skipped`,
        ]),
    `${pad}digest ${digest}`,
  ]
}

const firstOf = (list: readonly string[], most: number): string =>
  list.length <= most ? list.join(', ') : `${list.slice(0, most).join(', ')} and ${grouped(list.length - most)} more`

/** Codes that share a reason stand together. */
function reasons(notApplicable: Outcome['notApplicable']): string {
  const byReason = new Map<string, string[]>()
  for (const { code, because } of notApplicable) byReason.set(because, [...(byReason.get(because) ?? []), code])
  return [...byReason].map(([because, codes]) => `; not applicable: ${codes.join(', ')} (${because})`).join('')
}
