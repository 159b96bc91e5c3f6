import { expect, it } from 'vitest'
import { clausesOf } from '../../scene-of.fixture.ts'
import { jobScene, replayAt, triedAt } from './jobs.fixture.ts'
import { triesWithinPolicy } from './tries-within-policy.ts'

const judged = (...[tries, commands = []]: [ReturnType<typeof triedAt>, ReturnType<typeof replayAt>[]?]) =>
  clausesOf(triesWithinPolicy, jobScene([], { tries, commands }))

it('a payment job has three tries, at 0, +1 and +6 minutes or later', () => {
  expect(judged(triedAt([0, 1, 6]))).toEqual([])
  expect(judged(triedAt([0, 3, 20]))).toEqual([])
  expect(judged(triedAt([0, 1, 6, 31]))).toEqual(['too many'])
})

it('a letter has ten tries, and what is neither has four', () => {
  const mails = triedAt([0, 1, 6, 31, 56, 81, 106, 131, 156, 181], 'refused', { asked: 'mail' })
  expect(judged(mails)).toEqual([])
  expect(judged([...mails, ...triedAt([206], 'refused', { asked: 'mail' })])).toEqual(['too many'])
  expect(judged(triedAt([0, 1, 6, 31], 'refused', { asked: 'customers.create' }))).toEqual([])
})

it('a try that comes too soon is told, unless somebody worked beside it who was held up', () => {
  expect(judged(triedAt([0, 1, 2]))).toEqual(['too soon'])
  expect(judged([...triedAt([0, 1]), ...triedAt([2], 'unclear', { isDisturbed: true }), ...triedAt([2])])).toEqual([])
})

it('a replay gives all tries again, and one that was refused none', () => {
  expect(judged(triedAt([0, 1, 6, 20, 21, 26]), [replayAt(20)])).toEqual([])
  expect(judged(triedAt([0, 1, 6, 20, 21, 26]), [replayAt(20, { reply: { kind: 'refused', reason: 'not dead' } })])).toEqual(['too many'])
})
