import { expect, it } from 'vitest'
import { days } from '#machines'
import { clausesOf } from '../../scene-of.fixture.ts'
import { after, alertOf, jobScene, letterOf } from './jobs.fixture.ts'
import { oneAlertPerDeadLetter } from './one-alert-per-dead-letter.ts'

const dead = letterOf([0, 1, 6])

it('one alert for one death is fine, also when it is told twice under its key', () => {
  expect(clausesOf(oneAlertPerDeadLetter, jobScene([dead], { effects: [alertOf('a', 6), alertOf('a', 16)] }, days(9)))).toEqual([])
})

it('an alert for each failed try is told, and so is one for a job that never died', () => {
  expect(clausesOf(oneAlertPerDeadLetter, jobScene([dead], { effects: [alertOf('a', 1), alertOf('b', 6)] }))).toEqual(['again'])
  const off = letterOf([0], { state: 'backing off', deaths: [], nextTry: after(1) })
  expect(clausesOf(oneAlertPerDeadLetter, jobScene([off], { effects: [alertOf('a', 0)] }))).toEqual(['again'])
})

it('a death of which nobody hears for days is told', () => {
  expect(clausesOf(oneAlertPerDeadLetter, jobScene([dead], { effects: [] }))).toEqual([])
  expect(clausesOf(oneAlertPerDeadLetter, jobScene([dead], { effects: [] }, days(4)))).toEqual(['none'])
})

it('a second death has an alert of its own', () => {
  const twice = letterOf([0, 1, 6, 20, 21, 26], { deaths: [after(6), after(26)], replays: [after(20)] })
  expect(clausesOf(oneAlertPerDeadLetter, jobScene([twice], { effects: [alertOf('a', 6), alertOf('b', 26)] }, days(9)))).toEqual([])
})
