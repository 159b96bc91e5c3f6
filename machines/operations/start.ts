/** From where an operation starts. */
export const starts = [
  'none',
  'incomplete',
  'trialing',
  'active',
  'active, cancel scheduled',
  'renewing',
  'past due, in grace',
  'past due, without grace',
  'unpaid',
  'paused',
  'canceled',
] as const
export type Start = (typeof starts)[number]

export type Ruling = 'legal' | { readonly refused: string }

export const no = (reason: string): Ruling => ({ refused: reason })
const noSubscription = no('there is no subscription')
const ended = no('the subscription has ended')
const paused = no('it is paused; resume it first')
const unfinished = no('the signup is not finished')
export const firstPay = no('an invoice is open; it has to be paid first')
export const renewalRuns = no('the renewal is being charged; try again when it is settled')
export const byTime = (what: string): Ruling => no(`${what} happens by time, and not from here`)

type Rulings = Readonly<Record<Start, Ruling>>

/** The same ruling wherever there is a subscription that runs, but where said otherwise. */
export const whileItRuns = (ruling: Ruling, but: Partial<Rulings> = {}): Rulings => ({
  none: noSubscription,
  incomplete: unfinished,
  trialing: ruling,
  active: ruling,
  'active, cancel scheduled': ruling,
  renewing: ruling,
  'past due, in grace': ruling,
  'past due, without grace': ruling,
  unpaid: ruling,
  paused,
  canceled: ended,
  ...but,
})
