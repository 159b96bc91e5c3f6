import type { AttemptRow } from '#machines'
import { leastChargeOf } from '#machines'
import { asksToPayDebt } from '../debts.ts'
import type { Invariant, Witness } from '../scene.ts'
import { rowOf } from '../standing.ts'
import { about, inMoney, witness } from '../witness.ts'

/** An attempt that we start is for no more than what remains due, for no less than can be charged, and the only one of its invoice under way. */
export const chargesWhatRemains: Invariant = {
  code: 'BS028',
  name: 'charges what remains',
  when: 'every commit',
  stance: 'policy',
  rests: 'truth',
  needs: ['invoices', 'attempts'],
  applies(scene) {
    let count = 0
    for (const attempt of scene.view.attempts ?? []) if (isUnderWay(attempt)) count++
    return count
  },
  violations(scene) {
    const found: Witness[] = []
    const { attempts = [], invoices = [] } = scene.view
    for (let place = 0; place < attempts.length; place++) {
      const attempt = attempts[place]!
      if (!isUnderWay(attempt) || rowOf(scene.before?.attempts, attempt.id, place) !== undefined) continue
      const invoice = invoices.find((each) => each.id === attempt.invoice)
      if (invoice === undefined) continue
      const tell = (clause: string, why: string): void => {
        found.push(
          witness(
            clause,
            attempt.who,
            [about('attempt', attempt.id), about('invoice', invoice.id)],
            `${attempt.who} is being charged ${inMoney(scene.policy, attempt.amount)} for ${invoice.id}, ${why}`,
          ),
        )
      }
      const remains = invoice.total - invoice.paid - (invoice.credited ?? 0)
      const isAsked = invoice.status === 'uncollectible' && asksToPayDebt(scene, attempt.who, attempt.startedAt)
      if (invoice.status !== 'open' && invoice.status !== 'quote' && !isAsked) tell('closed', `which is ${invoice.status}`)
      else if (attempt.amount > remains) tell('amount', `of which ${inMoney(scene.policy, remains)} remains`)
      const least = leastChargeOf(scene.policy)
      if (attempt.amount < least) tell('too little', `and no card is charged less than ${inMoney(scene.policy, least)}`)
      if (attempts.some((other) => other !== attempt && other.invoice === attempt.invoice && isUnderWay(other)))
        tell('at once', 'while another attempt is under way')
    }
    return found
  },
}

const isUnderWay = ({ status }: AttemptRow): boolean => status !== 'paid' && status !== 'failed'
