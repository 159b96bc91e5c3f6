import { styleText } from 'node:util'
import { diagnosisEnd, diagnosisJson, type Finding, findingLines } from '#reports'
import { doctor as examined, version } from '#storm'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo, program } from './io.ts'
import { countFrom } from './count-from.ts'
import { systemFor } from './system-for.ts'

export interface DoctorFlags {
  readonly system: string
  readonly reruns: string
  readonly json?: boolean | undefined
}

/** Proves the wiring of a service, a line a step. Wrong is told as broken is, and what could not be proved as undecided. */
export async function doctor(flags: DoctorFlags, io: Io): Promise<Exit> {
  const reruns = countFrom('--reruns', flags.reruns)
  const { name, module } = systemFor(flags.system, io.cwd)
  const began = io.now()
  const isJson = flags.json === true
  const diagnosis = await examined({
    system: module === undefined ? { name } : { module },
    reruns,
    tell: (finding) => (isJson ? undefined : io.out(`${coloured(finding, io).join('\n')}\n`)),
  })
  if (isJson) jsonTo(io, diagnosisJson(diagnosis, { version, durationMs: Math.round(io.now() - began) }))
  else io.out(`\n${diagnosisEnd(diagnosis, flags.system, program).join('\n')}\n`)
  return { well: exits.held, wrong: exits.broken, unsure: exits.undecided }[diagnosis.verdict]
}

const colours = { well: 'green', wrong: 'red', unsure: 'yellow', skipped: 'dim' } as const

function coloured(finding: Finding, io: Io): readonly string[] {
  const [head = '', ...rest] = findingLines(finding)
  return [io.isTerminal ? styleText(colours[finding.state], head) : head, ...rest]
}
