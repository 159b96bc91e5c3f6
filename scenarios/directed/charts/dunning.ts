import type { charts, EventOf } from '#machines'
import type { Duration } from '#machines'
import { days, hours, minutes } from '#machines'
import { signUp, signupOnTerms } from '../arrivals.ts'
import type { ChartDriver, Walk } from './walk.ts'

const asksCustomer = (state: string): boolean => state === 'waiting for customer' || state === 'debt waits for customer'

/** An invoice is sent, and as many reminders of it as the path tells. */
function sendInvoice(walk: Walk): string | undefined {
  if (walk.has('period over')) walk.under({ retries: [days(20)] })
  else walk.under({ retries: walk.has('reminder due', 'attempts left') ? [days(3), days(3)] : [days(3)] })
  if (walk.path.some(({ from, to }) => from === 'exhausted' && to === 'charging')) return 'no card is charged for what was sent'
  if (walk.path.some(({ from, event }) => from === 'exhausted' && event !== 'stopped')) walk.under({ endAction: 'unpaid' })
  walk.tale.ask(signupOnTerms)
  return undefined
}

/** How a renewal is collected. */
export const dunning: ChartDriver<EventOf<typeof charts.dunning>> = {
  begins(walk, first) {
    if (first.from === 'sent') return sendInvoice(walk)
    if (walk.has('period over')) walk.byWeek()
    // As many retries as the path uses up.
    const isCharging = walk.path.some(({ from, event }) => from === 'charging' && event === 'period over')
    if (isCharging) walk.under({ retries: [(days(7) - hours(1) - minutes(10)) as Duration] })
    else if (walk.has('period over')) walk.under({ retries: [days(10)] })
    else if (walk.has('declined', 'attempts left')) walk.under({ retries: [days(3)] })
    else if (walk.has('declined')) walk.under({ retries: [] })
    // What is exhausted takes money only while the subscription is left unpaid.
    if (
      walk.path.some(({ from }) => from === 'exhausted') &&
      !walk.path.some(({ from, event }) => from === 'exhausted' && event === 'stopped')
    )
      walk.under({ endAction: 'unpaid' })
    signUp(walk.tale)
    if (first.event === 'collected') walk.giveCredit()
    // A card whose bank asks first and says no then: for good, or not.
    const answered = walk.path.find(({ from, event }) => asksCustomer(from) && event.startsWith('declined'))
    if (answered !== undefined) {
      walk.tale.wait(days(1))
      walk.tale.ask({ do: 'update method', method: answered.event === 'declined' ? 'card without funds' : 'card expired' })
    }
    walk.tale.toPeriodEnd()
    return undefined
  },
  events: {
    'terms over': (walk) => walk.tale.wait(days(14)),
    'reminder due': (walk) => walk.tale.wait(days(3)),
    // It comes with the one before.
    reminded: () => undefined,
    'first attempt due': (walk) => walk.retry(),
    'retry due': (walk) => walk.retry(),
    collected(walk, { from }) {
      if (asksCustomer(from)) return walk.answer(true)
      if (from === 'charging' || from === 'charging debt' || from === 'not due') return undefined
      // The bank was asked and said no: no money comes of that try any more, but it may come without the provider.
      return walk.markPaid()
    },
    declined(walk, { from }) {
      if (asksCustomer(from)) walk.answer(true)
      else walk.comesOut('declined')
    },
    'declined for good'(walk, { from }) {
      if (asksCustomer(from)) walk.answer(true)
      else walk.comesOut('declined for good')
    },
    'customer needed': (walk) => walk.comesOut('asked'),
    'method updated'(walk, { from }) {
      if (from !== 'charging') return walk.newMethod()
      // The clockwork is late: it is to be charged, and nobody has begun.
      walk.isLate()
      walk.newMethod(minutes(5))
    },
    'giving up due'(walk, { from, guard }) {
      if (guard === undefined) return walk.tale.wait(days(20))
      if (from === 'waiting for method') return 'a try that was refused for good is over, and no other is made before there is a method'
      // The customer answers in the last minutes, and nobody hears what came of it in time.
      walk.tale.wait(from === 'debt waits for customer' ? hours(23) : days(15))
      walk.tale.wait(minutes(-2))
      walk.answerUnheard()
      return undefined
    },
    'period over'(walk, { from }) {
      if (from === 'charging') {
        if (!walk.has('retry due')) return 'the first try is made when the period has just begun'
        walk.isLate()
      }
      walk.tale.toPeriodEnd()
      return undefined
    },
    stopped(walk, { from }) {
      if (from === 'sent' && walk.has('debt asked')) return 'what is not due yet is not given up'
      if (from === 'charging') walk.isLate()
      // What is taken back is no debt; what is written off may still be paid.
      if (walk.has('debt asked')) walk.writeOff()
      else walk.leave()
      return undefined
    },
    'debt asked': (walk) => walk.payDebt(),
  },
}
