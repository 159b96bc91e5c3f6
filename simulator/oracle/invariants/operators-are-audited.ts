import { isoInstant } from '#machines'
import type { CommandTruth, Invariant, Scene, Witness } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** Whatever an operator did is kept, once, with who, when and what was wrong; and nothing is kept that nobody asked for. */
export const operatorsAreAudited: Invariant = {
  code: 'BS053',
  name: 'operators are audited',
  when: 'end',
  stance: 'policy',
  rests: 'truth',
  needs: ['audit'],
  applies: (scene) => asked(scene).length,
  violations(scene) {
    const found: Witness[] = []
    const rows = scene.view.audit ?? []
    for (const command of asked(scene)) {
      const { who, id, sentAt, repliedAt } = command
      const own = rows.filter((row) => row.who === who && row.id === id)
      const [row] = own
      if (row === undefined) found.push(of(command, 'missing', 'is in no audit trail'))
      else if (own.length > 1) found.push(of(command, 'twice', `is ${own.length} times in the audit trail`))
      else if (row.by !== by(command)) found.push(of(command, 'who', `is in the audit trail as done by ${row.by}`))
      else if (row.at < sentAt || row.at > repliedAt!) found.push(of(command, 'when', `is in the audit trail at ${isoInstant(row.at)}`))
      else if ((row.did === 'repaired') !== applies(command)) found.push(of(command, 'what', `is in the audit trail as ${row.did}`))
    }
    const known = scene.truth.commands.filter(({ command }) => command.do === 'recompute')
    for (const row of rows)
      if (known.some((each) => by(each) === row.by) && !known.some(({ who, id }) => who === row.who && id === row.id))
        found.push(
          witness(
            'nobody asked',
            row.who,
            [about('audit', row.id)],
            `the audit trail has a look of ${row.by} at ${row.who} that nobody asked for`,
          ),
        )
    return found
  },
}

const asked = (scene: Scene): readonly CommandTruth[] =>
  scene.truth.commands.filter(({ command, at, reply }) => command.do === 'recompute' && at === 'system' && reply?.kind === 'accepted')

const by = ({ command }: CommandTruth): string | undefined => (command.do === 'recompute' ? command.operator : undefined)
const applies = ({ command }: CommandTruth): boolean => command.do === 'recompute' && command.apply

const of = (command: CommandTruth, clause: string, says: string): Witness =>
  witness(clause, command.who, [about('command', command.command.do)], `${by(command) ?? ''}'s recompute of ${command.who} ${says}`)
