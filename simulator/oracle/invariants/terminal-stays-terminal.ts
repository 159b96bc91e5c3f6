import { lossesOf } from '../disputes.ts'
import type { Invariant, Witness } from '../scene.ts'
import { isOver, rowOf } from '../standing.ts'
import { about, witness } from '../witness.ts'

/** What is over stays over: an old message never brings it back. */
export const terminalStaysTerminal: Invariant = {
  code: 'BS004',
  name: 'terminal stays terminal',
  when: 'every commit',
  stance: 'universal',
  rests: 'truth',
  needs: [],
  applies(scene) {
    let count = 0
    for (const row of scene.before?.subscriptions ?? []) if (isOver(row.status)) count++
    for (const row of scene.before?.invoices ?? []) if (row.status === 'void' || row.status === 'paid') count++
    for (const row of scene.before?.attempts ?? []) if (row.status === 'paid') count++
    return count
  },
  violations(scene) {
    const found: Witness[] = []
    const { before, view } = scene
    if (before === undefined) return found
    const tell = (kind: string, who: string, id: string, was: string, is: string): void => {
      found.push(witness(kind, who, [about(kind, id)], `${who}'s ${kind} ${id} was ${was} and is ${is} again`))
    }
    const subscriptions = before.subscriptions ?? []
    for (let place = 0; place < subscriptions.length; place++) {
      const was = subscriptions[place]!
      if (!isOver(was.status)) continue
      const is = rowOf(view.subscriptions, was.id, place)
      // A row that now stands for another of the provider's subscriptions has begun anew.
      if (is !== undefined && is.status !== was.status && is.provider === was.provider)
        tell('subscription', was.who, was.id, was.status, is.status)
    }
    const invoices = before.invoices ?? []
    for (let place = 0; place < invoices.length; place++) {
      const was = invoices[place]!
      if (was.status !== 'void' && was.status !== 'paid') continue
      const is = rowOf(view.invoices, was.id, place)
      // What a bank has taken for good is paid no longer.
      const isLawful = is?.status === 'charged back' && was.status === 'paid' && lossesOf(scene, is).length > 0
      if (is !== undefined && is.status !== was.status && !isLawful) tell('invoice', was.who, was.id, was.status, is.status)
    }
    const attempts = before.attempts ?? []
    for (let place = 0; place < attempts.length; place++) {
      const was = attempts[place]!
      if (was.status !== 'paid') continue
      const is = rowOf(view.attempts, was.id, place)
      if (is !== undefined && is.status !== 'paid') tell('attempt', was.who, was.id, was.status, is.status)
    }
    return found
  },
}
