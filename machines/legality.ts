import { type Operation } from './domain/operation.ts'

/** From where an operation starts. `paused` is never reached while nothing offers a pause. */
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

export type Legality = Readonly<Record<Operation, Readonly<Record<Start, 'legal' | { readonly refused: string }>>>>

const no = (reason: string) => ({ refused: reason })
const noSubscription = no('there is no subscription')
const ended = no('the subscription has ended')
const paused = no('a pause is not on offer')
const unfinished = no('the signup is not finished')
const firstPay = no('an invoice is open; it has to be paid first')
const renewalRuns = no('the renewal is being charged; try again when it is settled')
const already = no('a subscription already runs')
const time = (what: string) => no(`${what} happens by time, and not from here`)

const signup: Legality[Operation] = {
  none: 'legal',
  incomplete: no('a signup is already on its way'),
  trialing: already,
  active: already,
  'active, cancel scheduled': already,
  renewing: already,
  'past due, in grace': already,
  'past due, without grace': already,
  unpaid: already,
  paused,
  canceled: 'legal',
}
const change: Legality[Operation] = {
  none: noSubscription,
  incomplete: unfinished,
  trialing: 'legal',
  active: 'legal',
  'active, cancel scheduled': 'legal',
  renewing: renewalRuns,
  'past due, in grace': firstPay,
  'past due, without grace': firstPay,
  unpaid: firstPay,
  paused,
  canceled: ended,
}
const dunning = (what: string): Legality[Operation] => ({
  none: noSubscription,
  incomplete: time(what),
  trialing: time(what),
  active: time(what),
  'active, cancel scheduled': time(what),
  renewing: time(what),
  'past due, in grace': 'legal',
  'past due, without grace': 'legal',
  unpaid: 'legal',
  paused,
  canceled: ended,
})
const refund: Legality[Operation] = {
  none: no('nothing was paid'),
  incomplete: 'legal',
  trialing: 'legal',
  active: 'legal',
  'active, cancel scheduled': 'legal',
  renewing: 'legal',
  'past due, in grace': 'legal',
  'past due, without grace': 'legal',
  unpaid: 'legal',
  paused,
  canceled: 'legal',
}

/** Which operation may start where; the rest is refused, with its reason and without a trace. */
export const standardLegality: Legality = {
  'signup paid': signup,
  'signup trial': signup,
  'trial end': {
    none: noSubscription,
    incomplete: unfinished,
    trialing: 'legal',
    active: time('a trial end'),
    'active, cancel scheduled': time('a trial end'),
    renewing: time('a trial end'),
    'past due, in grace': time('a trial end'),
    'past due, without grace': time('a trial end'),
    unpaid: time('a trial end'),
    paused,
    canceled: ended,
  },
  renewal: {
    none: noSubscription,
    incomplete: unfinished,
    trialing: time('a renewal'),
    active: 'legal',
    'active, cancel scheduled': no('it ends with the period and is not renewed'),
    renewing: time('a renewal'),
    'past due, in grace': firstPay,
    'past due, without grace': firstPay,
    unpaid: firstPay,
    paused,
    canceled: ended,
  },
  'upgrade now': change,
  'quantity up now': change,
  'downgrade at period end': change,
  'quantity down at period end': change,
  'cancel now': {
    none: noSubscription,
    incomplete: 'legal',
    trialing: 'legal',
    active: 'legal',
    'active, cancel scheduled': 'legal',
    renewing: 'legal',
    'past due, in grace': 'legal',
    'past due, without grace': 'legal',
    unpaid: 'legal',
    paused,
    canceled: ended,
  },
  'cancel at period end': {
    none: noSubscription,
    incomplete: unfinished,
    trialing: 'legal',
    active: 'legal',
    'active, cancel scheduled': no('it is already set to end with the period'),
    renewing: renewalRuns,
    'past due, in grace': 'legal',
    'past due, without grace': 'legal',
    unpaid: no('nothing is renewed while it is unpaid; cancel now'),
    paused,
    canceled: ended,
  },
  'method update': {
    none: noSubscription,
    incomplete: 'legal',
    trialing: 'legal',
    active: 'legal',
    'active, cancel scheduled': 'legal',
    renewing: 'legal',
    'past due, in grace': 'legal',
    'past due, without grace': 'legal',
    unpaid: 'legal',
    paused,
    canceled: ended,
  },
  authenticate: {
    none: no('no payment waits for an answer'),
    incomplete: 'legal',
    trialing: no('no payment waits for an answer'),
    active: 'legal',
    'active, cancel scheduled': 'legal',
    renewing: 'legal',
    'past due, in grace': 'legal',
    'past due, without grace': 'legal',
    unpaid: 'legal',
    paused,
    canceled: no('no payment waits for an answer'),
  },
  'dunning retry': dunning('a retry'),
  'dunning end': dunning('the end of dunning'),
  'refund full': refund,
  'refund partial': refund,
}
