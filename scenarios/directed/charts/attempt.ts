import type { charts, EventOf } from '#machines'
import { days, hours, minutes } from '#machines'
import { signup } from '../arrivals.ts'
import type { ChartDriver, Walk } from './walk.ts'

const asks = (walk: Walk): string => walk.last!.asks
const isPending = (walk: Walk): boolean => walk.path.at(-1)!.from === 'started'

/** All that webhooks tell of a payment. */
const told = ['succeeded', 'payment_failed', 'requires_action', 'processing'] as const

/** A signup's attempt: its answer, its webhook and its look-ups, each of which may be what tells first. */
export const attempt: ChartDriver<EventOf<typeof charts.attempt>> = {
  begins(walk) {
    const name = walk.tale.ask(signup)
    if (walk.has('ordered')) walk.tale.byDebit()
    walk.try(walk.tale.tryOf('signup', name))
  },
  events: {
    'payment succeeded'(walk, { from }) {
      if (from === 'failed') return 'a bank that has said no takes nothing for that payment any more'
      if (from === 'needs action') walk.answer(true)
      if (from === 'processing') walk.tale.wait(days(3))
      return undefined
    },
    'payment failed'(walk, { from }) {
      if (from === 'needs action') walk.answer(false)
      else walk.comesOut('declined')
      if (from === 'processing') walk.tale.wait(days(3))
    },
    'action needed': (walk) => walk.comesOut('asked'),
    ordered: () => undefined,
    'settlement due'(walk) {
      for (const event of told) if (event !== 'processing') walk.tale.set(`ada/payment_intent.${event} pi_ada_1/lost`)
      walk.tale.wait(days(4))
    },
    // Our own request was wrong, so the provider did not take it; somebody mends it soon.
    'not taken': (walk) => walk.tale.set('ada/sub 1/signup/attempt 1/poison job', '2 min'),
    'no answer'(walk, { from }) {
      // The third try is the first that is taken, and its answer is lost.
      if (from === 'not taken') {
        walk.tale.set('job work/2024-03-15T10:07:00Z/start attempt/timeout after')
        walk.tale.set('ada/payment_intent.succeeded pi_ada_1/lost')
        walk.tale.wait(hours(1))
        return
      }
      const next = walk.path[1]
      const isLost = next?.event === 'never arrived' || walk.has('never arrived')
      walk.tale.set(`${asks(walk)}/start attempt/${isLost ? 'timeout before' : 'timeout after'}`)
      // What comes next tells it; by webhook a little later, or by look-up where that is lost.
      for (const event of told)
        walk.tale.set(
          `ada/payment_intent.${event} pi_ada_1/${next?.event === 'look up due' ? 'lost' : 'late'}`,
          next?.event === 'look up due' ? true : '2 min',
        )
    },
    'look up due'(walk, { from }) {
      const isHeld = walk.path.some((each) => each.from === 'to send again' && each.event !== 'sent')
      // Whoever asks is gone before the answer comes, or before the request is sent, or sends it when others have looked in vain.
      if (isHeld) walk.tale.set(`${asks(walk)}/before start attempt/hold`, '20 min')
      else if (from === 'started')
        walk.tale.set(`${asks(walk)}/${walk.has('never arrived') ? 'before' : 'after'} start attempt/crash`, '2 min')
      if (isHeld) walk.tale.set('job work/2024-03-15T10:11:00Z/after write facts/hold', '2 h')
      for (const event of told) walk.tale.set(`ada/payment_intent.${event} pi_ada_1/lost`)
      walk.tale.wait(minutes(10))
    },
    // The read takes a second, so that what it shows comes after it.
    'look up began'(walk, { from }) {
      // The refusal is on its way for so long that a look-up is decided meanwhile, by somebody who then sleeps over it.
      if (from === 'not taken') {
        walk.tale.set(`${asks(walk)}/before write failure/hold`, '20 min')
        walk.tale.set('job work/2024-03-15T10:11:00Z/after write account/hold', '2 h')
        walk.tale.wait(hours(1))
        return
      }
      for (const minute of ['06', '07', '08', '09', '11'])
        walk.tale.set(`job work/2024-03-15T10:${minute}:00Z/look up attempt/slow read`, '1 s')
    },
    'never arrived': (walk) => walk.tale.wait(minutes(20)),
    sent: () => undefined,
    answered(walk) {
      walk.answersHere = true
      walk.answer(isPending(walk))
    },
    // Nobody wants the payment any more that the customer is asked for.
    'cancel sent': (walk) => walk.tale.wait(days(2)),
  },
}
