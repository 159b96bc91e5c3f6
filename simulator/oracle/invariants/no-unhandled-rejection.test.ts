import { expect, test } from 'vitest'
import { clausesOf, january, sceneOf } from '../scene-of.fixture.ts'
import { noUnhandledRejection } from './no-unhandled-rejection.ts'

test('mail and alerts are no rejections', () => {
  expect(clausesOf(noUnhandledRejection, sceneOf())).toEqual([])
})

test('a promise that fails unseen is told', () => {
  const effects = [{ kind: 'unhandled rejection' as const, who: 'ada', detail: 'Error', at: january }]
  expect(clausesOf(noUnhandledRejection, sceneOf({ truth: { effects } }))).toEqual(['rejection'])
})
