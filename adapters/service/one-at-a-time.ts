import { setTimeout as sleep } from 'node:timers/promises'
import type { Instant } from '#machines'
import type { Activity, Name, Pause, ProviderAnswer, World } from '#simulator'
import { AdapterError } from '../injected/adapter-error.ts'
import { callWords } from '../injected/provider-fetch.ts'
import type { Up } from './bring-up.ts'
import type { Asked as Heard } from './children/ask.ts'
import type { Waiting } from './gates/provider-gate.ts'

/** Requests of which the next is begun when the one before it is over. */
export interface OneAtATime {
  /**
   * @param begin sends the request; resolves when it is on its way
   * @param replyOf what the world is told of what was heard
   */
  activity(name: Name, begin: (heard: (heard: Heard) => void) => Promise<void>, replyOf: (heard: Heard) => unknown): Activity
  readonly isAtWork: boolean
  /** Nothing is at work any more: the run is over, or the process is. */
  forget(): void
}

export interface Place {
  readonly up: () => Up
  readonly world: () => World
  /** In real time: who has not moved for so long never will. */
  readonly patienceMs: number
}

interface Own {
  readonly name: Name
  over: { readonly heard: Heard } | undefined
}

const turnMs = 1_000
/** In real time. */
const soonMs = 20
/** In real time: what comes mostly comes sooner. */
export const comesMs = 5

/** Between them it is known what is at work, so that the process may also die there: before a request, at a call, after an answer. */
export function oneAtATime({ up, world, patienceMs }: Place): OneAtATime {
  let atWork: Own | undefined

  /** Lets it work until it waits. @returns when the first of its timers is due, where nothing else would bring it on */
  const untilItWaits = async (own: Own): Promise<Instant | undefined> => {
    const { gate, bell, control, rest } = up()
    for (const since = performance.now(); ;) {
      // Looking at whoever is at work takes the processor that the work would take.
      if (own.over === undefined && gate.waiting.length === 0) await bell.rung(comesMs)
      await rest()
      if (own.over !== undefined || gate.waiting.length > 0) return undefined
      const first = await control.tell(world().now())
      const waited = performance.now() - since
      // What is on its way between processes may be in nobody's hands for a moment.
      if (first !== undefined || waited > patienceMs) return first
      if (waited > soonMs) await sleep(soonMs)
    }
  }

  return {
    activity(name, begin, replyOf) {
      const own: Own = { name, over: undefined }
      let pausedAt: Waiting | 'turn' | 'begin' | 'timer' | 'answer' = 'turn'
      const goesOn = async (at: Waiting | 'begin' | 'timer', answer: unknown): Promise<void> => {
        const { control } = up()
        if (at === 'begin') return begin((heard) => (own.over = { heard }))
        await control.pass(world().now())
        return at === 'timer' ? control.fire() : at.answer(answer as ProviderAnswer)
      }
      return {
        name,
        async resume(answer): Promise<Pause> {
          const { gate, control } = up()
          if (pausedAt === 'turn') {
            if (atWork !== undefined) return { kind: 'sleep', until: (world().now() + turnMs) as Instant }
            atWork = own
            pausedAt = 'begin'
            return { kind: 'step', landmark: 'before the request' }
          }
          if (pausedAt === 'answer') {
            atWork = undefined
            return { kind: 'done', reply: replyOf(own.over!.heard) }
          }
          await goesOn(pausedAt, answer)
          const first = await untilItWaits(own)
          const [next] = gate.waiting.toSorted(byWords)
          if (next !== undefined) {
            pausedAt = next
            const { request, where } = next
            return { kind: 'call', to: 'provider', label: callWords(request.operation), request, ...(where === undefined ? {} : { where }) }
          }
          for (const death of control.deaths.splice(0)) world().effect('unhandled rejection', `${name.text}: ${death}`)
          if (own.over !== undefined) {
            pausedAt = 'answer'
            return { kind: 'step', landmark: 'after the answer' }
          }
          if (first === undefined)
            throw new AdapterError(
              `${name.text} waits for something that never comes: nothing is asked, nothing sleeps, and it has not answered`,
            )
          pausedAt = 'timer'
          return { kind: 'sleep', until: first }
        },
      }
    },
    get isAtWork() {
      return atWork !== undefined
    },
    forget() {
      atWork = undefined
    },
  }
}

/** Without its key: clients draw those by chance. */
const asked = ({ request: { operation, id, params } }: Waiting): string => JSON.stringify([operation, id, params])

/** By what is asked, never by arrival, which may depend on the machine. Equals are the same question. */
function byWords(a: Waiting, b: Waiting): number {
  const [one, other] = [asked(a), asked(b)]
  return one < other ? -1 : one > other ? 1 : 0
}
