import { expect, test } from 'vitest'
import { clausesOf, january, sceneOf } from '../scene-of.fixture.ts'
import { oneNoticePerCause } from './one-notice-per-cause.ts'

const receipt = { who: 'ada', kind: 'receipt', cause: 'ada/sub 1/signup', at: january } as const

test('one letter for one thing is fine', () => {
  expect(clausesOf(oneNoticePerCause, sceneOf({ view: { notices: [receipt, { ...receipt, kind: 'confirmation' }] } }))).toEqual([])
})

test('the same receipt twice is told', () => {
  const twice = { notices: [receipt, receipt] }
  expect(clausesOf(oneNoticePerCause, sceneOf({ view: twice }))).toEqual(['receipt'])
  expect(clausesOf(oneNoticePerCause, sceneOf({ at: 'commit', before: { notices: [receipt] }, view: twice }))).toEqual(['receipt'])
})
