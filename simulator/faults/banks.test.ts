import { expect, test } from 'vitest'
import { days, defaultPolicy } from '#machines'
import type { Source } from '../kernel/choices.ts'
import { runSync } from '../kernel/run.ts'
import { toyPlan, toySystem } from '../kernel/toy.fixture.ts'
import type { Scene } from '../oracle/scene.ts'
import { createCardTwin } from '../provider/card-twin.ts'
import { disputeChoice } from '../provider/disputes/courses.ts'
import { cardUpdateChoice } from '../provider/card-updates.ts'
import { faults } from './index.ts'

/** A month in which ada subscribes, and what judges saw of the truth at its end. */
function month(source: Source, method: 'card' | 'card expired' = 'card') {
  const { workload } = toyPlan({})
  let truth: Pick<Scene['truth'], 'disputes' | 'cardUpdates'> | undefined
  const result = runSync({
    ...toyPlan({}),
    system: toySystem({
      commands: [],
      *handler() {
        return { status: 200 }
      },
    }),
    source,
    workload: {
      ...workload,
      lasts: days(40),
      story: [{ id: '1', who: 'ada', at: days(0), command: { do: 'subscribe', plan: defaultPolicy.plans[0]!.key, quantity: 1, method } }],
    },
    makeTwin: () => createCardTwin({ ...defaultPolicy, endAction: 'cancel' }),
    invariants: [
      {
        code: 'BS000',
        name: 'sees what banks did',
        when: 'end',
        needs: [],
        stance: 'universal',
        rests: 'truth',
        applies({ truth: { disputes, cardUpdates } }) {
          truth = { disputes, cardUpdates }
          return 0
        },
        violations: () => [],
      },
    ],
  })
  return { ...result, truth: truth!, says: result.trace.map((each) => each.says) }
}

const drawn: Source = { kind: 'key', key: [5, 6], rates: new Map([[disputeChoice, 1000]]) }

test('dispute: a bank takes a payment up again, webhooks tell of it, and judges see it in the books', () => {
  const { says, truth } = month({ kind: 'record', record: new Map([['ada/signup/payment 1/dispute', 'lost: a week on']]) })
  expect(says).toContain('charge.dispute.created dp_ada_1')
  expect(says).toContain('charge.dispute.closed dp_ada_1')
  expect(truth.disputes.map((each) => each.status)).toEqual(['needs response', 'lost'])
})

test('dispute: a run that drew some is the same when its record is replayed', () => {
  const first = month(drawn)
  expect([...first.record.keys()]).toEqual(['ada/signup/payment 1/dispute', 'ada/renewal 2024-02-29/payment 1/dispute'])
  expect(first.truth.disputes.length).toBeGreaterThan(0)
  expect(month({ kind: 'record', record: first.record }).digest).toEqual(first.digest)
})

test('card update: the network replaces a card that its bank refused', () => {
  const record = new Map([['ada/pm_ada_1/decline 1/card update', 'a day on']])
  const { says, truth } = month({ kind: 'record', record }, 'card expired')
  expect(says).toContain('payment_method.automatically_updated pm_ada_1')
  expect(truth.cardUpdates).toMatchObject([{ method: 'pm_ada_1', owner: 'ada' }])
})

test('a seed whose rates leave them out meets neither', () => {
  const rates = new Map(faults.map(({ kind }) => [kind, 0]))
  expect([...rates.keys()]).toEqual(expect.arrayContaining([disputeChoice, cardUpdateChoice]))
  const { truth, record } = month({ kind: 'key', key: [3, 4], rates })
  expect([record.size, truth.disputes, truth.cardUpdates]).toEqual([0, [], []])
})
