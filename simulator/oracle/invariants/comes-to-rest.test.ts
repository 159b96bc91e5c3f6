import { expect, test } from 'vitest'
import { clausesOf, january, march, sceneOf } from '../scene-of.fixture.ts'
import { comesToRest } from './comes-to-rest.ts'

test('a world that owes nothing is at rest', () => {
  expect(clausesOf(comesToRest, sceneOf())).toEqual([])
})

test('an attempt that is never resolved is told', () => {
  const overdue = [{ kind: 'attempt' as const, subject: 'ada/sub 1/signup/attempt 1', who: 'ada', since: january, until: march }]
  expect(clausesOf(comesToRest, sceneOf({ overdue }))).toEqual(['attempt'])
})
