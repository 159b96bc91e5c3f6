import { days, minor } from '#machines'
import { pastLife, signup, signupOnTerms, signUp, trial, trialWithoutMethod } from './arrivals.ts'
import type { Drivers } from './family.ts'
import { charged, pennies, tooLate } from './outcomes.ts'
import { byForm, toldTwice } from './ways.ts'

const neverHere = 'whoever was never here signs up'
const runs = 'while a subscription runs, whoever subscribes is taken to sign up'
const wasHere = 'whoever was here before resubscribes'

export const signups: Drivers = {
  'signup paid': {
    asks: (tale) => void signUp(tale),
    instead: { canceled: wasHere },
    cells: {
      ...byForm(charged, (tale) => signUp(tale)),
      E: (tale) => {
        tale.policy = pennies
        signUp(tale, { ...signup, plan: 'basic', quantity: 1 })
      },
    },
  },
  resubscribe: {
    asks: (tale) => void signUp(tale),
    cells: {
      ...byForm(charged, (tale) => {
        pastLife(tale)
        return signUp(tale)
      }),
      E: (tale) => {
        tale.policy = pennies
        pastLife(tale)
        signUp(tale, { ...signup, plan: 'basic', quantity: 1 })
      },
    },
    instead: {
      none: neverHere,
      incomplete: runs,
      trialing: runs,
      active: runs,
      'active, cancel scheduled': runs,
      renewing: runs,
      'past due, in grace': runs,
      'past due, without grace': runs,
      unpaid: runs,
      paused: runs,
    },
  },
  'signup on terms': {
    asks: (tale) => void tale.ask(signupOnTerms),
    cells: {
      // Nothing is due where credit covers all of it.
      S: (tale) => {
        pastLife(tale)
        tale.ask({ do: 'grant credit', amount: minor(50_000) })
        tale.wait(days(1))
        tale.ask(signupOnTerms)
      },
      // Nobody pays it by its day or after reminders; who then pays has the account deleted before that is known.
      L: (tale) => {
        tale.ask({ ...signupOnTerms, method: 'card' })
        tale.wait(days(32))
        tooLate(tale, tale.tryOf('signup', tale.ask({ do: 'pay debt' })), { do: 'delete account' })
      },
      N: (tale) => toldTwice(tale, tale.ask(signupOnTerms)),
    },
  },
  'signup trial, no method': {
    asks: (tale) => void tale.ask(trialWithoutMethod),
    cells: {
      S: (tale) => {
        tale.ask(trialWithoutMethod)
        tale.toCharge()
      },
      N: (tale) => toldTwice(tale, tale.ask(trialWithoutMethod)),
    },
  },
  'signup trial': {
    asks: (tale) => void tale.ask(trial),
    cells: {
      S: (tale) => void tale.ask(trial),
      Fh: (tale) => {
        tale.ask(trial)
        tale.set('ada/method 1/method refused')
      },
      // After the customer, the card and the confirmation.
      N: (tale) => toldTwice(tale, tale.ask(trial), 3),
    },
  },
}
