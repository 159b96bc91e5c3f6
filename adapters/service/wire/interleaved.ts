import type { Instant } from '#machines'
import type { Activity, CommitFate, Did, Name, Pause, ProviderAnswer, Risk, World } from '#simulator'
import { AdapterError } from '../../injected/adapter-error.ts'
import { callWords } from '../../injected/provider-fetch.ts'
import type { Asked as Heard } from '../children/ask.ts'
import type { Waiting } from '../gates/provider-gate.ts'
import type { Operation } from './connection.ts'
import type { Locks } from './locks.ts'
import type { Renaming } from './renaming.ts'
import type { WireGate } from './wire-gate.ts'

/** What the service is to those who work on it at once. */
export interface Surroundings {
  readonly gate: WireGate
  readonly calls: () => readonly Waiting[]
  readonly locks: Locks
  readonly renaming: () => Renaming
  readonly world: () => World
  /** Says what time it is. @returns when the first timer of the service is due */
  readonly tell: (now: Instant) => Promise<Instant | undefined>
  /** Says it to those who were told another time. */
  readonly pass: (now: Instant) => Promise<void>
  /** Lets the first timer go off. */
  readonly fire: () => Promise<void>
  /** Resolves when something came, or after a moment. */
  readonly rung: () => Promise<void>
  /** Resolves when nobody inside does anything any more. */
  readonly rest: () => Promise<void>
  /** Errors that nobody caught, since the last look. */
  readonly deaths: () => readonly string[]
}

/** Requests that are worked on at once: each comes to its own round trips, and others may go on in between. */
export interface Interleaved {
  /**
   * @param begin sends the request, marked by that word; resolves when it is on its way
   * @param replyOf what the world is told of what was heard
   */
  activity(name: Name, begin: (mark: string, heard: (heard: Heard) => void) => Promise<void>, replyOf: (heard: Heard) => unknown): Activity
  /** How many were begun and have not ended. */
  readonly open: number
  /** Whoever was at work is no more. */
  died(): void
  /** Another run begins. */
  forget(): void
}

type At =
  | { readonly is: 'new' | 'waiting' }
  | { readonly is: 'before' | 'after'; readonly operation: Operation }
  | { readonly is: 'asking'; readonly waiting: Waiting }

interface Own {
  readonly name: Name
  at: At
  over: { readonly heard: Heard } | undefined
  /** Let through, and waiting for a lock. */
  readonly blocked: Set<Operation>
  /** Its first timer, where nothing else would bring it on. */
  until: Instant | undefined
}

/** @source PostgreSQL documentation, appendix "Error Codes" */
const sqlStates = { 'serialization failure': '40001', deadlock: '40P01' } as const

/** In real time: how long nothing is taken to be nothing, alone and beside others. */
const patienceMs = { alone: 1_000, beside: 50 }

export function interleave(place: Surroundings): Interleaved {
  const { gate, locks } = place
  const open = new Map<string, Own>()
  const owners = new WeakMap<Operation | Waiting, Own>()
  let last = 0

  const now = (): Instant => place.world().now()
  const labelOf = (operation: Operation): string => gate.statement(operation.executes).label

  /** What came and says nothing of whose it is belongs to the one that runs: all others wait for us. */
  const claim = (running: Own): void => {
    for (const operation of gate.parked)
      if (!owners.has(operation)) owners.set(operation, open.get(operation.note?.activity ?? '') ?? running)
    for (const waiting of place.calls()) if (!owners.has(waiting)) owners.set(waiting, open.get(waiting.activity ?? '') ?? running)
  }

  /** What it waits with, sorted by what is asked, never by when it came. */
  const waitingOf = (own: Own): readonly (Operation | Waiting)[] => {
    const all: (Operation | Waiting)[] = []
    for (const each of gate.parked) if (owners.get(each) === own) all.push(each)
    for (const each of place.calls()) if (owners.get(each) === own) all.push(each)
    return all.length < 2
      ? all
      : all
          .map((each) => [words(each), each] as const)
          .toSorted(byText)
          .map(([, each]) => each)
  }
  const words = (each: Operation | Waiting): string =>
    'request' in each
      ? JSON.stringify([each.request.operation, each.request.id, each.request.params])
      : JSON.stringify(each.executes.map(({ sql, values }) => [sql, values.map(place.renaming().peek)]))

  /** What may go wrong with it on any database, given where it stands. */
  const risksOf = ({ executes, transaction: { isOpen, isStrict, writes } }: Operation): readonly Risk[] => {
    const statement = gate.statement(executes)
    if (statement.label === 'commit') return writes === 0 ? [] : isStrict ? ['commit', 'strict transaction'] : ['commit']
    if (!statement.writes) return []
    return isOpen ? [...(writes > 0 ? (['second lock'] as const) : []), ...(isStrict ? (['strict transaction'] as const) : [])] : ['commit']
  }

  /** Lets it work until it waits for us, for a lock, for time to pass, or has answered. */
  const untilItWaits = async (own: Own): Promise<Instant | undefined> => {
    for (const since = performance.now(); ;) {
      await place.rung()
      await place.rest()
      claim(own)
      await locks.settleAll()
      if (gate.refused.size > 0) throw new AdapterError(`${[...gate.refused].join(' and ')} does not pass the gate before the database`)
      if (own.over !== undefined || waitingOf(own).length > 0) return undefined
      const first = await place.tell(now())
      const waited = performance.now() - since
      if (first !== undefined || waited > (open.size > 1 ? patienceMs.beside : patienceMs.alone)) return first
    }
  }

  /** Has it done, or not, as was decided. */
  const done = async (operation: Operation, fate: CommitFate | undefined): Promise<void> => {
    if (fate === 'unknown, not done') operation.cut()
    else if (fate === 'serialization failure' || fate === 'deadlock') operation.fail(sqlStates[fate])
    else operation.forward()
    await locks.settled(operation)
    if (fate === 'unknown, done') operation.cut()
    // What was not committed is undone before anybody else goes on.
    if (operation.reply?.isCut === true) await place.rest()
  }

  const did = (operation: Operation): Did => {
    const { subject, writes, short } = gate.statement(operation.executes)
    const { error, tags, isCut } = operation.reply!
    const came = [...tags, ...(error === undefined ? [] : [`error ${error}`]), ...(isCut ? ['connection lost'] : [])]
    const renaming = place.renaming()
    return {
      subject,
      writes: writes && error === undefined && tags.length > 0,
      payload: { asked: operation.executes.map(({ sql, values }) => [sql, values.map(renaming.of)]), came },
      says: [short, `→ ${came.join(', ')}`, operation.note?.where ?? ''].filter((part) => part !== '').join('  '),
    }
  }

  const after = (own: Own, operation: Operation): Pause => {
    own.at = { is: 'after', operation }
    return { kind: 'step', landmark: `after ${labelOf(operation)}`, did: did(operation) }
  }

  const pauseOf = (own: Own, mark: string): Pause => {
    for (const operation of own.blocked)
      if (operation.reply !== undefined) {
        own.blocked.delete(operation)
        return after(own, operation)
      }
    const [next] = waitingOf(own)
    if (next !== undefined && 'request' in next) {
      own.at = { is: 'asking', waiting: next }
      const { request, where } = next
      return { kind: 'call', to: 'provider', label: callWords(request.operation), request, ...(where === undefined ? {} : { where }) }
    }
    if (next !== undefined) {
      own.at = { is: 'before', operation: next }
      return { kind: 'step', landmark: `before ${labelOf(next)}`, risks: risksOf(next) }
    }
    own.at = { is: 'waiting' }
    if (own.blocked.size > 0) return { kind: 'wait' }
    for (const death of place.deaths()) place.world().effect('unhandled rejection', `${own.name.text}: ${death}`)
    if (own.over !== undefined) {
      open.delete(mark)
      return { kind: 'done', reply: undefined }
    }
    if (open.size > 1) return { kind: 'wait', until: own.until }
    if (own.until !== undefined) return { kind: 'sleep', until: own.until }
    throw new AdapterError(
      `${own.name.text} waits for something that never comes: nothing is asked, nothing sleeps, and it has not answered`,
    )
  }

  return {
    activity(name, begin, replyOf) {
      const mark = String(++last)
      const own: Own = { name, at: { is: 'new' }, over: undefined, blocked: new Set(), until: undefined }
      /** One burst. */
      const burst = async (answer: unknown): Promise<void> => {
        const { at } = own
        switch (at.is) {
          case 'new':
            open.set(mark, own)
            await begin(mark, (heard) => (own.over = { heard }))
            break
          case 'before':
            await done(at.operation, answer as CommitFate | undefined)
            await locks.settleAll()
            if (at.operation.reply === undefined) own.blocked.add(at.operation)
            return
          case 'after':
            await place.pass(now())
            at.operation.release()
            break
          case 'asking':
            await place.pass(now())
            await at.waiting.answer(answer as ProviderAnswer)
            break
          case 'waiting': {
            const isDue = own.until !== undefined && own.until <= now()
            if (!isDue || own.over !== undefined || own.blocked.size > 0 || waitingOf(own).length > 0) return
            await place.tell(now())
            await place.fire()
            break
          }
          default:
            at satisfies never
        }
        own.until = await untilItWaits(own)
      }
      return {
        name,
        async resume(answer): Promise<Pause> {
          const { at } = own
          await burst(answer)
          if (at.is === 'before' && !own.blocked.has(at.operation)) return after(own, at.operation)
          const pause = pauseOf(own, mark)
          return pause.kind === 'done' ? { kind: 'done', reply: replyOf(own.over!.heard) } : pause
        },
      }
    },
    get open() {
      return open.size
    },
    died: () => open.clear(),
    forget() {
      open.clear()
      last = 0
    },
  }
}

function byText([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : one > other ? 1 : 0
}
