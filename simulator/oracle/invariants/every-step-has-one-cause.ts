import type { TrailRow } from '#machines'
import { isoInstant } from '#machines'
import type { CommandTruth, DeliveryTruth, Invariant, Scene, Witness } from '../scene.ts'
import { about, witness } from '../witness.ts'

/**
 * Whatever happened to an invoice leads back, link by link, to one cause that is known to have been there: a request, a webhook,
 * a run of a job. Attempts, payments and notices have such a link each.
 */
export const everyStepHasOneCause: Invariant = {
  code: 'BS055',
  name: 'every step has one cause',
  when: 'end',
  stance: 'policy',
  rests: 'truth',
  needs: ['trail', 'invoices', 'attempts', 'notices'],
  applies: (scene) => (scene.view.attempts?.length ?? 0) + (scene.view.notices?.length ?? 0),
  violations(scene) {
    // Made when somebody looks at it.
    const trail = scene.view.trail ?? []
    const lines = new Map<string, TrailRow>()
    const copies = new Map<string, number>()
    for (const line of trail)
      if (lines.has(line.id)) copies.set(line.id, (copies.get(line.id) ?? 1) + 1)
      else lines.set(line.id, line)
    const happened = happenedIn(scene)
    const found: Witness[] = []
    let [before, lost]: [TrailRow | undefined, string | undefined] = [undefined, undefined]
    for (const line of lines.values()) {
      const count = copies.get(line.id)
      if (count !== undefined) found.push(of(line, 'two causes', `has ${count} causes`))
      // What was written in one go leads back the same way.
      if (before === undefined || !isBecauseOfTheSame(before, line)) lost = whereLost(happened, lines, line)
      before = line
      if (lost !== undefined) found.push(of(line, 'unknown cause', `is said to be because of ${lost}, of which nobody knows`))
    }
    for (const { id, who } of scene.view.attempts ?? [])
      if (!lines.has(`${id}/decided`)) found.push(missing('attempt', id, who, 'was started, and nothing says why'))
    for (const { id, who, status, provider } of scene.view.attempts ?? [])
      if (status === 'paid' && !tellsOf(trail, id, provider))
        found.push(missing('attempt', id, who, 'was paid, and nothing says who told us'))
    for (const { cause, who } of scene.view.notices ?? [])
      if (!lines.has(`${cause}/decided`)) found.push(missing('notice', cause, who, 'was sent, and nothing says why'))
    return found
  },
}

/** What was asked and told, by its id. */
interface Happened {
  readonly commands: ReadonlyMap<string, readonly CommandTruth[]>
  readonly deliveries: ReadonlyMap<string, readonly DeliveryTruth[]>
}

const happenedIn = ({ truth: { commands, deliveries } }: Scene): Happened => ({
  commands: Map.groupBy(commands, ({ id }) => id),
  deliveries: Map.groupBy(deliveries, ({ event }) => event),
})

const tellsOf = (trail: readonly TrailRow[], attempt: string, payment: string | undefined): boolean =>
  payment !== undefined && trail.some((line) => line.payment === payment && line.id.startsWith(`${attempt}/`))

/** Nothing else of a line counts on the way back. */
const isBecauseOfTheSame = (a: TrailRow, b: TrailRow): boolean =>
  a.by === b.by && a.at === b.at && a.who === b.who && a.payment === b.payment

/** The first link on the way back that leads nowhere; undefined when it ends at something that really happened. */
function whereLost({ commands, deliveries }: Happened, lines: ReadonlyMap<string, TrailRow>, from: TrailRow): string | undefined {
  let line = from
  for (let links = 0; links < 1_000; links++) {
    const { by, who, at, payment } = line
    const cut = by.indexOf(' ')
    const id = by.slice(cut + 1)
    switch (by.slice(0, cut)) {
      case 'command':
        return (commands.get(id) ?? []).some((asked) => asked.who === who && asked.sentAt <= at) ? undefined : by
      case 'event': {
        const told = (deliveries.get(id) ?? []).find(({ sentAt }) => sentAt <= at)
        // What a webhook told of a payment was told by one about that payment.
        return told === undefined || (payment !== undefined && told.object !== payment) ? by : undefined
      }
      case 'job':
        return /^[a-z ]+\/\d/.test(id) && id.slice(id.indexOf('/') + 1, id.indexOf('Z') + 1) <= isoInstant(at) ? undefined : by
      case 'answer': {
        const asked = lines.get(`${id}/decided`)
        if (asked === undefined || asked.at > at) return by
        line = asked
        break
      }
      default:
        return by
    }
  }
  return `${from.by} and so on in a circle`
}

const of = ({ id, who, what }: TrailRow, clause: string, says: string): Witness =>
  witness(clause, who, [about('step', what)], `${who}'s ${what} ${says} (${id})`)

const missing = (kind: string, id: string, who: string, says: string): Witness =>
  witness(`${kind} without cause`, who, [about(kind, id)], `${who}'s ${id} ${says}`)
