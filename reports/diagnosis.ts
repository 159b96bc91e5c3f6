import { wrapped } from './words.ts'

/** What is proved of a service's wiring, in this order. */
export const doctorSteps = [
  'file',
  'live keys',
  'apart',
  'migrations',
  'starts',
  'signup',
  'provider',
  'webhook',
  'view',
  'clock',
  'reset',
  'same seed',
  'port',
  'level',
] as const
export type DoctorStep = (typeof doctorSteps)[number]

/** What was found at a step: proved, wrong, neither, or not looked at since something before it is wrong. */
export interface Finding {
  readonly step: DoctorStep
  readonly state: 'well' | 'wrong' | 'unsure' | 'skipped'
  /** One line that names what was seen. */
  readonly says: string
  /** What to do about it, a line each; lines that begin with two spaces are code. */
  readonly todo: readonly string[]
}

/** The whole of it. */
export interface Diagnosis {
  readonly system: { readonly name: string; readonly version: string; readonly level: string } | undefined
  readonly verdict: 'well' | 'wrong' | 'unsure'
  readonly findings: readonly Finding[]
}

const diagnosisSchema = 'billstorm.doctor/1'

const marks = { well: '✓', wrong: '✗', unsure: '?', skipped: '·' } as const
const width = 118
const indent = ' '.repeat(15)

/** A step as the terminal shows it, and under it what to do. */
export function findingLines({ step, state, says, todo }: Finding): readonly string[] {
  const [first = '', ...rest] = wrapped('', says, width - indent.length, 6)
  return [
    ` ${marks[state]} ${step.padEnd(12)}${first}`,
    ...rest.map((line) => indent + line),
    ...todo.flatMap((line) => (line.startsWith('  ') ? [`${indent}${line}`] : wrapped(`${indent}→ `, line, width, 6))),
  ]
}

/** The last lines: what it came to, and what comes next. @param given the file as it was named */
export function diagnosisEnd({ verdict, findings }: Diagnosis, given: string, program: string): readonly string[] {
  const count = (state: Finding['state']): number => findings.filter((each) => each.state === state).length
  const skipped = count('skipped')
  const later = skipped === 0 ? '' : `; ${skipped} not looked at before that is right`
  if (verdict === 'wrong') return [`WRONG     ${count('wrong')} of ${findings.length} steps${later}`]
  const next = `next       ${program} run --system ${given} --time 60s --max-failures 1`
  if (verdict === 'unsure') return [`UNSURE    ${count('unsure')} of ${findings.length} steps could not be proved${later}`, ` ${next}`]
  return [`WELL      all ${findings.length} steps`, ` ${next}`]
}

/** For machines. */
export const diagnosisJson = (
  { system, verdict, findings }: Diagnosis,
  { version, durationMs }: { readonly version: string; readonly durationMs: number },
): Readonly<Record<string, unknown>> => ({
  schema: diagnosisSchema,
  version,
  verdict,
  system: system?.name ?? null,
  level: system?.level ?? null,
  steps: findings,
  durationMs,
})
