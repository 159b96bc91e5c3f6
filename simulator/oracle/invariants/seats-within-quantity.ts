import type { SubscriptionRow } from '#machines'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { isLive } from '../standing.ts'
import { about, witness } from '../witness.ts'

/** Nobody has a seat that is not paid for, nobody has two, and nobody has one that was never asked for. */
export const seatsWithinQuantity: Invariant = {
  code: 'BS034',
  name: 'seats within the quantity',
  when: 'every commit',
  stance: 'policy',
  rests: 'truth',
  needs: ['subscriptions'],
  applies(scene) {
    let count = 0
    for (const row of scene.view.subscriptions ?? []) if (hasSeats(row)) count++
    return count
  },
  violations(scene) {
    const found: Witness[] = []
    for (const row of scene.view.subscriptions ?? []) if (hasSeats(row)) judge(scene, row, found)
    return found
  },
}

const hasSeats = ({ seats, status }: SubscriptionRow): boolean => seats !== undefined && seats.length > 0 && isLive(status)

function judge({ truth }: Scene, { id, who, quantity, seats = [] }: SubscriptionRow, found: Witness[]): void {
  const tell = (clause: string, says: string): void => {
    found.push(witness(clause, who, [about('subscription', id)], `${who}'s ${id} ${says}`))
  }
  if (seats.length > quantity) tell('too many', `has seats for ${seats.join(', ')}, and pays for ${quantity}`)
  seats.forEach((seat, place) => {
    if (seats.indexOf(seat) < place) tell('twice', `has two seats for ${seat}`)
    const isAsked = truth.commands.some(
      ({ who: asker, command, reply }) =>
        asker === who && command.do === 'assign seat' && command.seat === seat && reply?.kind !== 'refused',
    )
    if (!isAsked) tell('nobody asked', `has a seat for ${seat}, which nobody asked for`)
  })
}
