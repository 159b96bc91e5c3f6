import { expect, it } from 'vitest'
import type { View } from '#machines'
import { endOf } from './end-of.fixture.ts'

const story = 'event-paths/each-path-makes-one-invoice'
const billed = ({ invoices = [] }: View): readonly string[] =>
  invoices.map(({ who, id, status }) => `${who}: ${id.replace(/^.*\//, '')} ${status}`)
/** Who told us of each payment first: the trail has it. */
const tellers = ({ trail = [] }: View): readonly string[] =>
  trail
    .filter(({ id, payment }) => payment !== undefined && id.includes('/signup/'))
    .map(({ who, what, by }) => `${who}: ${what}, by ${by.slice(0, by.indexOf(' '))}`)

it('whoever tells of a payment, there is one invoice for each month, and it is paid', async () => {
  const { view, broken } = await endOf('reference', story)
  expect(broken).toEqual([])
  expect(billed(view)).toEqual(
    ['ada', 'bob', 'cleo', 'dan', 'eve'].flatMap((who) => [`${who}: signup paid`, `${who}: renewal 2024-06-10 paid`]),
  )
  expect(tellers(view)).toEqual([
    'ada: payment succeeded, by answer',
    'bob: payment needs action, by answer',
    'bob: payment succeeded, by event',
    'cleo: payment succeeded, by event',
    'dan: payment read, by answer',
    'eve: payment succeeded, by answer',
  ])
})

it.each([
  ['mutant:some-paths-make-no-invoice', 'BS023 never'],
  ['mutant:two-handlers', 'BS022 cycle'],
])('%s is caught in it', async (system, broken) => expect((await endOf(system, story)).broken).toContain(broken))
