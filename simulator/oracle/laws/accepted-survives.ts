import type { CommandKind, SubscriptionRow } from '#machines'
import { days, isoInstant, later } from '#machines'
import { hasOrdered } from '../orders.ts'
import type { CommandTruth, Invariant, Scene, Witness } from '../scene.ts'
import { isCycle, isLive } from '../standing.ts'
import { uninformed } from '../waiting.ts'
import { about, witness } from '../witness.ts'

/** What was accepted survives every crash: at the end its effect is there, or a later request has changed it. */
export const acceptedSurvives: Invariant = {
  code: 'BS108',
  name: 'what was accepted survives',
  when: 'end',
  stance: 'policy',
  rests: 'law',
  needs: ['subscriptions', 'invoices'],
  applies: (scene) => accepted(scene).length,
  violations(scene) {
    const found: Witness[] = []
    const waits = uninformed(scene)
    for (const asked of accepted(scene)) {
      if (waits.has(asked.who)) continue
      const lost = whatIsMissing(scene, asked)
      if (lost !== undefined)
        found.push(
          witness(
            asked.command.do,
            asked.who,
            [about('command', asked.command.do)],
            `${asked.who}'s ${asked.command.do} was accepted at ${isoInstant(asked.repliedAt ?? asked.sentAt)}; ${lost}`,
          ),
        )
    }
    return found
  },
}

const accepted = (scene: Scene): readonly CommandTruth[] =>
  scene.truth.commands.filter((each) => each.at === 'system' && each.reply?.kind === 'accepted')

function whatIsMissing(scene: Scene, asked: CommandTruth): string | undefined {
  const { command, who } = asked
  const rows = (scene.view.subscriptions ?? []).filter((row) => row.who === who)
  const invoices = (scene.view.invoices ?? []).filter((row) => row.who === who)
  switch (command.do) {
    case 'subscribe':
      return rows.length > 0 || invoices.length > 0 ? undefined : 'there is neither a subscription nor an invoice'
    case 'cancel': {
      if (hasOrdered(scene, who)) return undefined
      if (isOvertaken(scene, asked, ['subscribe', 'change plan', 'change quantity', 'undo cancel'])) return undefined
      const left = rows.find((row) => (command.when === 'now' ? row.status !== 'incomplete' && isRunning(row) : isGoingOn(scene, row)))
      return left === undefined ? undefined : `${left.id} is still ${left.status}`
    }
    case 'delete account': {
      if (hasOrdered(scene, who)) return undefined
      const left = rows.find((row) => row.status === 'incomplete' || isRunning(row))
      return left === undefined ? undefined : `${left.id} is still ${left.status}`
    }
    case 'undo cancel': {
      if (isOvertaken(scene, asked, ['subscribe', 'cancel'])) return undefined
      const left = rows.find((row) => isRunning(row) && row.cancelAtPeriodEnd === true)
      return left === undefined ? undefined : `${left.id} is still set to end`
    }
    case 'assign seat': {
      const current = rows.at(-1)
      if (current?.seats === undefined || isOvertaken(scene, asked, ['unassign seat', 'subscribe'])) return undefined
      // What a bank took back for good took the seats along that it had paid for.
      if (scene.truth.disputes.some(({ owner, status }) => owner === who && status === 'lost')) return undefined
      // At one instant a refund that ends the subscription comes before as well as after it.
      if (isEndedByRefund(scene, asked)) return undefined
      return current.seats.includes(command.seat) ? undefined : `${command.seat} has no seat in ${current.id}`
    }
    case 'unassign seat': {
      const current = rows.at(-1)
      if (isOvertaken(scene, asked, ['assign seat', 'subscribe'])) return undefined
      return current?.seats?.includes(command.seat) === true ? `${command.seat} still has a seat in ${current.id}` : undefined
    }
    // Whether a change that was never paid is dropped is policy; that nothing of a refund is lost the cash law says.
    case 'change plan':
    case 'change quantity':
    case 'pause':
    case 'resume':
    case 'extend trial':
    case 'cut trial':
    case 'update method':
    case 'authenticate':
    case 'grant credit':
    case 'apply coupon':
    case 'change add-on':
    case 'set place':
    case 'remove coupon':
    case 'refund':
    case 'recompute':
    case 'replay':
      return undefined
    case 'void invoice':
    case 'write off':
    case 'mark paid': {
      // Of a part the rest may be waited for.
      if (command.do === 'mark paid' && command.amount !== undefined) return undefined
      const left = invoices.find(
        (row) => isCycle(row.reason) && row.issuedAt <= asked.sentAt && (row.status === 'open' || row.status === 'quote'),
      )
      return left === undefined ? undefined : `${left.id} is still ${left.status}`
    }
    case 'pay debt':
      if (isWithoutCard(scene, asked)) return undefined
      return (scene.view.attempts ?? []).some((row) => row.who === who && row.startedAt >= asked.sentAt)
        ? undefined
        : 'nothing was tried to be paid since'
    default:
      return command satisfies never
  }
}

/** A card was taken off before anybody had to try it. */
const isWithoutCard = (scene: Scene, { who, sentAt, repliedAt }: CommandTruth): boolean =>
  scene.truth.detachments.some(({ owner, at }) => owner === who && at >= sentAt && at <= later(repliedAt ?? sentAt, days(1)))

/** While it was asked, money went back that by policy takes the subscription along. */
const isEndedByRefund = (scene: Scene, { who, sentAt, repliedAt }: CommandTruth): boolean =>
  scene.policy.fullRefund === 'cancel' &&
  scene.truth.refunds.some(
    ({ owner, status, at }) => owner === who && status === 'succeeded' && at >= sentAt && (repliedAt === undefined || at <= repliedAt),
  )

const isRunning = (row: SubscriptionRow): boolean => isLive(row.status) || row.status === 'unpaid' || row.status === 'paused'

/** Neither ended nor set to end, though its time may be up. */
const isGoingOn = (scene: Scene, row: SubscriptionRow): boolean =>
  (row.status === 'trialing' || row.status === 'active') &&
  (row.cancelAtPeriodEnd === false ||
    (row.periodEnd !== undefined && later(row.periodEnd, days(1)) < scene.now && row.cancelAtPeriodEnd === true))

/** Did the same customer ask for something after it, or at the same time, that may have changed it? */
const isOvertaken = (scene: Scene, asked: CommandTruth, by: readonly CommandKind[]): boolean =>
  scene.truth.commands.some(
    (each) =>
      each !== asked &&
      each.who === asked.who &&
      each.reply?.kind !== 'refused' &&
      by.includes(each.command.do) &&
      (each.repliedAt === undefined || each.repliedAt >= asked.sentAt),
  )
