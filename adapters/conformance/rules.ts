/** What a system keeps to, whoever wrote it: by name, in the order in which it is looked at. */
export const conformanceRules = {
  system: 'what is made is a system: its name, its capabilities, its functions',
  'comes up': 'boot ends, and throws nothing',
  shape: 'what it gives is of the port’s shape: activities, pauses, answers, views',
  'throws nothing': 'nothing is thrown where the port waits for an answer',
  'names once': 'no two activities, landmarks or calls of a run bear one name',
  'moves on': 'reset, activities and view end',
  'settle ends': 'settle ends, and in the end nothing is waited for any more',
  'view keeps up': 'a view shows all that was written before it was asked for',
  'reset is clean': 'nothing of a run is left in the next one',
  'repeats itself': 'the same world gives the same run',
  'keeps its claims': 'what its capabilities say is so',
  closes: 'close ends, and throws nothing',
} as const
export type ConformanceRule = keyof typeof conformanceRules

/** A rule that is not kept. */
export interface Offence {
  readonly rule: ConformanceRule
  /** One line that names the place. */
  readonly says: string
}

/** Thrown inside a run to end it, where the system has not kept a rule. */
export class Offended extends Error {
  readonly rule: ConformanceRule
  constructor({ rule, says }: Offence) {
    super(says)
    this.name = 'Offended'
    this.rule = rule
  }
}
