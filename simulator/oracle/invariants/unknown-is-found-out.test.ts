import { utc } from '#machines'
import { expect, test } from 'vitest'
import { attemptOf, clausesOf, sceneOf } from '../scene-of.fixture.ts'
import { unknownIsFoundOut } from './unknown-is-found-out.ts'

const clauses = (over: Parameters<typeof attemptOf>[0]) => clausesOf(unknownIsFoundOut, sceneOf({ view: { attempts: [attemptOf(over)] } }))

test('holds where each payment has come out, or waits for the customer', () => {
  for (const status of ['paid', 'failed', 'needs action'] as const) expect(clauses({ status })).toEqual([])
})

test('sees what nobody has asked about for more than a day', () => {
  expect(clauses({ status: 'unknown' })).toEqual(['unknown'])
  expect(clauses({ status: 'started' })).toEqual(['started'])
  expect(clauses({ status: 'unknown', startedAt: utc('2024-03-09') })).toEqual(['nothing to judge'])
})
