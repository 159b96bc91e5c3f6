import type { AccountState } from './domain/account.ts'
import type { Command } from './domain/command.ts'

type SubscriptionView = AccountState['subscriptions'][number]

/** Nobody has one; one list for all, since most have none. */
export const noSeats: readonly string[] = []

/** How many may be assigned: what is paid for, and what will be once a lower quantity that waits is in force. */
const seatsOf = ({ quantity, scheduledQuantity }: SubscriptionView): number => Math.min(quantity, scheduledQuantity ?? quantity)

/** Why a seat cannot be had, or given back; undefined when it can. */
function seatRefused(
  subscription: SubscriptionView,
  { do: does, seat }: Extract<Command, { do: 'assign seat' | 'unassign seat' }>,
): string | undefined {
  const { seats } = subscription
  if (does === 'unassign seat') return seats.includes(seat) ? undefined : `${seat} has no seat`
  if (seats.includes(seat)) return `${seat} has a seat already`
  return seats.length < seatsOf(subscription) ? undefined : 'every seat that is paid for is taken; raise the quantity first'
}

/** A quantity that leaves somebody without their seat is no quantity to go down to. */
const isTooFewFor = ({ quantity: now, seats }: SubscriptionView, quantity: number): boolean => quantity < now && quantity < seats.length

/** Whoever lost a seat has it again, as far as seats are left. */
export const seatedAgain = ({ quantity, seats }: SubscriptionView, others: readonly string[]): readonly string[] =>
  [...seats, ...others.filter((each) => !seats.includes(each))].slice(0, quantity)

/** Seats against the quantity, where somebody asks for one or for another quantity. */
export interface Seating {
  readonly refused: typeof seatRefused
  readonly isTooFew: typeof isTooFewFor
}
export const byQuantity: Seating = { refused: seatRefused, isTooFew: isTooFewFor }
