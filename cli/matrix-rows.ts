import { forms, operations, standardLegality, standardMatrix, starts } from '#machines'
import { cellInWords, consequenceInWords, formsInWords, wrapped } from '#reports'
import { type Lacking, type Met, pairName, type Survey } from '#storm'

const width = 100

/** A survey for people: every cell, pair and transition with what exercised it, and at the end what nothing did. */
export function matrixText(system: string, survey: Survey, lacking: Lacking): string {
  return [
    ...cellLines(survey),
    ...passageLines(survey),
    ...pairLines(survey),
    ...moveLines(survey),
    ...faultLines(survey),
    ...lackingLines(lacking),
    ...deviationLines(survey),
    ...totalLines(system, survey, lacking),
  ].join('\n')
}

const metInWords = (met: Met | undefined): string =>
  met === undefined
    ? 'NOT EXERCISED'
    : `${met.runs} ${met.runs === 1 ? 'run' : 'runs'}, first ${met.first.replace(/^directed\//, 'story ')}`

/** Text, and what met it at the right or, where that finds no room, below. */
function withMet(lead: string, text: string, met: string): readonly string[] {
  const indent = ' '.repeat(lead.length)
  const lines = [...wrapped('', text, width - lead.length)]
  const last = lines.at(-1)!
  const isShort = lead.length + last.length + 2 + met.length <= width
  if (isShort) lines[lines.length - 1] = `${last.padEnd(width - lead.length - met.length)}${met}`
  const told = lines.map((line, place) => `${place === 0 ? lead : indent}${line}`.trimEnd())
  return isShort ? told : [...told, met.padStart(width)]
}

function cellLines({ cells }: Survey): readonly string[] {
  const lines = ['OUTCOME MATRIX', `  ${forms.map((form) => `${form} ${formsInWords[form]}`).join(' · ')}`].flatMap((line) =>
    wrapped('', line, width),
  )
  for (const operation of operations) {
    lines.push('', operation)
    for (const form of forms) {
      const cell = standardMatrix.cells[operation][form]
      const lead = `  ${form.padEnd(4)}`
      if ('subscription' in cell) lines.push(...withMet(lead, cellInWords(cell), metInWords(cells.get(`${operation} ${form}`))))
      else
        lines.push(...wrapped('', cellInWords(cell), width - lead.length).map((line, place) => `${place === 0 ? lead : '      '}${line}`))
    }
  }
  return lines
}

const passageLines = ({ ground, passages }: Survey): readonly string[] => [
  '',
  'WITHOUT AN OUTCOME',
  ...ground.passages.flatMap((name) =>
    withMet(`  ${name}: `, consequenceInWords(standardMatrix.passages[name]), metInWords(passages.get(name))),
  ),
]

function pairLines({ legal, refused, undriven, waited }: Survey): readonly string[] {
  const lines = ['', 'FROM WHERE']
  for (const operation of operations) {
    lines.push('', operation)
    for (const start of starts) {
      const ruling = standardLegality[operation][start]
      const name = pairName({ operation, start })
      const met = (ruling === 'legal' ? legal : refused).get(name)
      const never = undriven.find(({ aim, kind }) => kind === 'nobody asks' && aim.operation === operation && aim.start === start)
      const isByTime = ruling !== 'legal' && met !== undefined && ruling.refused.includes('by time')
      const seen =
        met === undefined && never !== undefined
          ? 'nobody asks'
          : isByTime
            ? `${met.runs} runs, for up to ${daysOf(waited.get(start) ?? 0)}, and none began`
            : metInWords(met)
      lines.push(...withMet(`  ${start}: `, ruling === 'legal' ? 'legal' : `refused: ${ruling.refused}`, seen))
    }
  }
  return lines
}

const daysOf = (ms: number): string => (ms >= 86_400_000 ? `${Math.floor(ms / 86_400_000)} days` : `${Math.floor(ms / 3_600_000)} hours`)

function moveLines({ ground, moves, closed }: Survey): readonly string[] {
  const lines = ['', 'CHARTS']
  let chart = ''
  for (const move of ground.moves) {
    if (move.chart !== chart) lines.push('', move.chart)
    chart = move.chart
    const guard = move.guard === undefined ? '' : ` [${move.guard}]`
    const met = moves.get(move.name)
    const seen = met === undefined && closed.has(move.name) ? 'nothing brings it about' : metInWords(met)
    lines.push(...withMet(`  `, `${move.from}: ${move.event}${guard} → ${move.to ?? 'stays'}`, seen))
  }
  return lines
}

const faultLines = ({ faults }: Survey): readonly string[] => [
  '',
  'FAULTS STRUCK',
  ...[...faults].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, met]) => withMet('  ', name, metInWords(met))),
]

function lackingLines(lacking: Lacking): readonly string[] {
  const kinds = [
    ['cells', lacking.cells],
    ['passages', lacking.passages],
    ['legal starts', lacking.legal],
    ['refusals', lacking.refused],
    ['transitions', lacking.moves],
  ] as const
  const lines = kinds.flatMap(([kind, names]) =>
    names.length === 0 ? [] : ['', `NOT EXERCISED: ${names.length} ${kind}`, ...names.map((name) => `  ${name}`)],
  )
  if (lacking.closed.length > 0) {
    lines.push('', `NOTHING BRINGS ABOUT: ${lacking.closed.length} transitions`)
    for (const { name, because } of lacking.closed)
      lines.push(...wrapped('', `${name}: ${because}`, width - 4).map((line, place) => `${place === 0 ? '  ' : '    '}${line}`))
  }
  if (lacking.neverAsked.length === 0) return lines
  const reasons = [...new Set(lacking.neverAsked.map(({ because }) => because))]
  lines.push('', `NOBODY ASKS: ${lacking.neverAsked.length} pairs that no command means, or from where nobody comes`)
  for (const reason of reasons) {
    const names = lacking.neverAsked.filter(({ because }) => because === reason).map(({ name }) => name)
    lines.push(...wrapped('', `${reason}: ${names.join('; ')}`, width - 4).map((line, place) => `${place === 0 ? '  ' : '    '}${line}`))
  }
  return lines
}

const deviationLines = ({ deviations, failures }: Survey): readonly string[] => [
  ...deviations.flatMap(({ cell, aspect, who, at, expected, found, where }) => [
    '',
    ...wrapped('', `DEVIATES  ${cell}, ${aspect}: ${who}, ${at}, in ${where}`, width),
    ...wrapped('', `expected  ${expected}`, width - 2).map((line) => `  ${line}`),
    ...wrapped('', `found     ${found}`, width - 2).map((line) => `  ${line}`),
  ]),
  ...failures.flatMap(({ where, says }) => ['', ...wrapped('', `FAILED    ${where}: ${says}`, width)]),
]

function totalLines(
  system: string,
  { ground, cells, passages, legal, refused, moves, runs, deviations, failures }: Survey,
  lacking: Lacking,
): readonly string[] {
  const count = (name: string, met: number, all: number): string => `${name} ${met} of ${all}`
  const never = new Set(lacking.neverAsked.map(({ name }) => name))
  const askedOf = (pairs: Survey['ground']['legal']): number =>
    pairs.filter(({ operation, start }) => !never.has(pairName({ operation, start }))).length
  const counts = [
    count('cells', cells.size, ground.cells.length),
    count('passages', passages.size, ground.passages.length),
    count('legal starts entered', legal.size, askedOf(ground.legal)),
    count('refusals answered', refused.size, askedOf(ground.refused)),
    count('transitions', moves.size, ground.moves.length - lacking.closed.length),
  ]
  return [
    '',
    ...wrapped(
      '',
      `${system}, ${runs.stories} directed stories, ${runs.paths} paths of charts and ${runs.seeds} seeds: ${counts.join(' · ')}`,
      width,
    ),
    `deviations ${deviations.length} · runs that did not hold ${failures.length}`,
  ]
}

/** The same as data. */
export function matrixJson(system: string, survey: Survey, lacking: Lacking): object {
  const met = (map: ReadonlyMap<string, Met>): object => Object.fromEntries(map)
  return {
    system,
    runs: survey.runs,
    cells: met(survey.cells),
    passages: met(survey.passages),
    legal: met(survey.legal),
    refused: met(survey.refused),
    transitions: met(survey.moves),
    faults: met(survey.faults),
    notExercised: lacking,
    deviations: survey.deviations,
    failures: survey.failures,
  }
}
