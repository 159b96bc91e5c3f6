import { expect, it } from 'vitest'
import { days } from '#machines'
import { clausesOf } from '../../scene-of.fixture.ts'
import { after, jobScene, letterOf, triedAt } from './jobs.fixture.ts'
import { noFailureVanishes } from './no-failure-vanishes.ts'

it('a job that failed and lies in sight is fine, whether it is dead, tried again or done', () => {
  expect(clausesOf(noFailureVanishes, jobScene([letterOf([0, 1, 6])], { tries: triedAt([0, 1, 6]) }))).toEqual([])
  const off = letterOf([0], { state: 'backing off', deaths: [], nextTry: after(1) })
  expect(clausesOf(noFailureVanishes, jobScene([off], { tries: triedAt([0]) }))).toEqual([])
  expect(clausesOf(noFailureVanishes, jobScene([], { tries: [...triedAt([0]), ...triedAt([1], 'taken')] }))).toEqual([])
})

it('a failed job that nothing in sight tells of is told', () => {
  expect(clausesOf(noFailureVanishes, jobScene([], { tries: triedAt([0]) }))).toEqual(['vanished'])
})

it('a failed try that is missing from the job’s letter is told', () => {
  expect(clausesOf(noFailureVanishes, jobScene([letterOf([0, 1])], { tries: triedAt([0, 1, 6]) }))).toEqual(['tries'])
})

it('a job that is neither dead nor tried again is told, days later', () => {
  const off = letterOf([0], { state: 'backing off', deaths: [], nextTry: after(1) })
  expect(clausesOf(noFailureVanishes, jobScene([off], { tries: triedAt([0]) }, days(4)))).toEqual(['stuck'])
})

it('a job that was tried since, by workers that died over it or heard nothing, is not stuck', () => {
  const off = letterOf([0], { state: 'backing off', deaths: [], nextTry: after(1) })
  const since = triedAt([2 * 24 * 60], 'unclear')
  expect(clausesOf(noFailureVanishes, jobScene([off], { tries: [...triedAt([0]), ...since] }, days(4)))).toEqual([])
  expect(clausesOf(noFailureVanishes, jobScene([off], { tries: [...triedAt([0]), ...since] }, days(6)))).toEqual(['stuck'])
})

it('what a worker was told that died over it, nobody can know', () => {
  expect(clausesOf(noFailureVanishes, jobScene([], { tries: triedAt([0], 'refused', { isDisturbed: true }) }))).toEqual([])
})
