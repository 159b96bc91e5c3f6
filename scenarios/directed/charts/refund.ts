import type { charts, EventOf } from '#machines'
import { days } from '#machines'
import { signUp } from '../arrivals.ts'
import { disputed, tooLate } from '../outcomes.ts'
import type { Tale } from '../tale.ts'
import type { ChartDriver, Walk } from './walk.ts'

const tryName = (ordinal: number): string => `ada/sub 1/signup/refund 1/try ${ordinal}`
const failures = (walk: Walk): number => walk.path.filter(({ event }) => event === 'refund failed').length

/** Money that came too late for its signup is refused its way back; then its bank takes it, and gives it back. */
function refusedWhileDisputed(tale: Tale): void {
  const late = signUp(tale)
  tooLate(tale, late)
  tale.set('ada/sub 1/signup/attempt 1/refund/try 1/refund refused')
  disputed(tale, late, 'withdrawn')
  tale.wait(days(9))
}

/** Somebody at the provider's dashboard gives the signup's payment back. */
function givenBackElsewhere(tale: Tale): void {
  signUp(tale)
  tale.set('ada/ch_ada_1/12 days on/dashboard refund', 'gives the latest payment back')
  tale.wait(days(13))
}

/** Money of a signup on its way back. */
export const refund: ChartDriver<EventOf<typeof charts.refund>> = {
  begins(walk, { from, event }) {
    const { tale } = walk
    if (from === 'owed' && event === 'refund succeeded') return givenBackElsewhere(tale)
    if (walk.has('money back')) return refusedWhileDisputed(tale)
    if (walk.path.some(({ event, guard }) => event === 'refund failed' && guard === undefined)) walk.under({ retries: [] })
    signUp(tale)
    tale.wait(days(3))
    tale.ask({ do: 'refund' })
    for (let ordinal = 1; ordinal <= failures(walk); ordinal++) tale.set(`${tryName(ordinal)}/refund failed`)
    if (walk.has('refund impossible')) tale.set(`${tryName(failures(walk) + 1)}/refund refused`)
  },
  events: {
    sent: () => undefined,
    'refund succeeded': (_, { from }) =>
      from === 'started' || from === 'owed' ? undefined : 'a refund that failed or was not sent moves no money later',
    'refund failed': () => undefined,
    'refund impossible': () => undefined,
    'money back': () => undefined,
    'retry due': (walk) => walk.tale.wait(days(8)),
  },
}
