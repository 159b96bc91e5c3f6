import type { Command, Form, Minor, Policy } from '#machines'
import { days, defaultPolicy, minor, minutes } from '#machines'
import type { Tale, Try } from './tale.ts'

export const declined = (tale: Tale, { attempt }: Try): void => tale.set(`${attempt}/outcome`, 'declined:insufficient_funds')
export const declinedForGood = (tale: Tale, { attempt }: Try): void => tale.set(`${attempt}/outcome`, 'declined:expired_card')
export const needsAction = (tale: Tale, { attempt }: Try): void => tale.set(`${attempt}/outcome`, 'needs action')

/** The provider takes the money; neither its answer nor its webhook comes, and only a look-up can tell. */
export function unknown(tale: Tale, { asks, payment }: Try): void {
  tale.set(`${asks}/start attempt/timeout after`)
  tale.set(`ada/payment_intent.succeeded ${payment}/lost`)
}

/** While nobody knows what became of the money the customer leaves: it comes too late then. */
export function tooLate(tale: Tale, attempt: Try, leaves: Command = { do: 'cancel', when: 'now' }): void {
  unknown(tale, attempt)
  tale.wait(minutes(3))
  tale.ask(leaves)
}

/** What the bank of a payment that came in does about it, from a day after it on. */
export const disputed = (tale: Tale, { attempt }: Try, course: Course, begins: Beginning = 'a day on'): void =>
  tale.set(`${attempt.split('/').slice(0, 2).join('/')}/payment 1/dispute`, `${course}: ${begins}`)

type Course = 'lost' | 'withdrawn' | 'inquiry' | 'prevented' | 'lost, then won'
export type Beginning = 'a day on' | 'a week on' | 'three weeks on'

/** The bank takes the money back, and a week later keeps it. */
function lost(tale: Tale, attempt: Try): void {
  disputed(tale, attempt, 'lost')
  tale.wait(days(9))
}

/** A bank takes the order, and settles it five days later. */
function ordered(tale: Tale): void {
  tale.byDebit()
  tale.wait(days(3))
}

/** How the tries of whatever charges come out, by form. The same outcome told again needs nothing: a webhook follows each answer. */
export const charged: Readonly<Partial<Record<Form, (tale: Tale, attempt: Try) => void>>> = {
  S: () => undefined,
  Fs: declined,
  Fh: declinedForGood,
  A: needsAction,
  U: unknown,
  PR: ordered,
  L: tooLate,
  X: lost,
  N: () => undefined,
}

/** A catalogue with another interval, which costs more than what can be left of a month. */
export const years: Policy = {
  ...defaultPolicy,
  plans: [...defaultPolicy.plans, { key: 'yearly', price: minor(40_000), interval: 'year' }],
}

/** A provider refuses to charge less than this: what it is asked then is our mistake, and nobody else's. */
const belowTheLeast: Minor = minor(30)

/** A catalogue in which one unit of the least plan is less than can be charged, and nobody told us so. */
export const pennies: Policy = {
  ...defaultPolicy,
  chargesFrom: minor(1),
  plans: [
    { key: 'basic', price: belowTheLeast, interval: 'month' },
    { key: 'pro', price: minor(2 * belowTheLeast), interval: 'month' },
    { key: 'team', price: minor(3 * belowTheLeast), interval: 'month' },
    { key: 'weekly', price: minor(20), interval: 'week' },
  ],
}
