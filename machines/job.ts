import { assign, setup } from 'xstate'
import { type Job, jobStates } from './domain/job.ts'
import { later } from './domain/instant.ts'
import type { Policy } from './domain/policy.ts'
import type { Chart } from './compile.ts'

interface Context {
  readonly subject: Job
  readonly policy: Policy
}

const guards = {
  'tries left': ({ type, failed }: Job, { jobs }: Policy): boolean => failed < jobs.gaps[type].length,
}
const assigns = {
  'count the try': ({ failed }: Job) => ({ failed: failed + 1 }),
  'count anew': () => ({ failed: 0 }),
}

const types = {} as {
  context: Context
  events:
    | { type: 'taken' }
    | { type: 'succeeded' }
    | { type: 'failed' }
    | { type: 'retry due' }
    | { type: 'replay' }
    | { type: 'pointless' }
}

const machine = setup({
  types,
  guards: { 'tries left': ({ context }) => guards['tries left'](context.subject, context.policy) },
  actions: {
    'count the try': assign(({ context }) => ({ subject: { ...context.subject, ...assigns['count the try'](context.subject) } })),
    'count anew': assign(({ context }) => ({ subject: { ...context.subject, ...assigns['count anew']() } })),
    alert: () => {},
  },
}).createMachine({
  context: ({ input }) => input as Context,
  initial: 'waiting',
  states: {
    waiting: { on: { taken: 'attempted', succeeded: 'done', pointless: 'done' } },
    attempted: {
      on: {
        // Its worker died, and another took it: nobody knows that a try failed.
        taken: 'attempted',
        succeeded: 'done',
        failed: [
          { guard: 'tries left', target: 'backing off', actions: 'count the try' },
          { target: 'dead', actions: ['count the try', 'alert'] },
        ],
        pointless: 'done',
      },
    },
    'backing off': { meta: { deadline: 'retry due' }, on: { 'retry due': 'waiting', succeeded: 'done', pointless: 'done' } },
    // A worker that was given up may come back with good news; a person has it tried again; nothing else moves it.
    dead: { on: { replay: { target: 'replayed', actions: 'count anew' }, succeeded: 'done', pointless: 'done' } },
    // A second click finds nothing dead.
    replayed: { on: { taken: 'attempted', succeeded: 'done', pointless: 'done' } },
    done: {},
  },
})

/** The life of an entry of the outbox: tried, tried again with growing gaps, dead in plain sight, replayed by a person. */
export const jobChart: Chart<Job['state'], Job> = {
  machine,
  states: jobStates,
  guards,
  assigns,
  deadlines: { 'retry due': ({ type, failed, failedAt }, { jobs }) => later(failedAt, jobs.gaps[type][failed - 1]!) },
}
