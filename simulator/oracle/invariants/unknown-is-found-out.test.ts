import { utc } from '#machines'
import { expect, test } from 'vitest'
import type { JobTry } from '../scene.ts'
import { attemptOf, chargeOf, clausesOf, commandOf, sceneOf } from '../scene-of.fixture.ts'
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

test('gives what was dead its day from when a person had it tried again', () => {
  const replayed = (at: string, reply: 'accepted' | 'refused' = 'accepted', job = attemptOf({}).id) => {
    const given = reply === 'accepted' ? { kind: reply } : { kind: reply, reason: 'no such job is dead' }
    const command = commandOf({ do: 'replay', job }, utc(at), { id: 'replay', repliedAt: utc(at), reply: given })
    return clausesOf(unknownIsFoundOut, sceneOf({ view: { attempts: [attemptOf({ status: 'unknown' })] }, truth: { commands: [command] } }))
  }
  expect(replayed('2024-03-09T12:00Z')).toEqual(['nothing to judge'])
  expect(replayed('2024-03-08T12:00Z')).toEqual(['unknown'])
  expect(replayed('2024-03-09T12:00Z', 'refused')).toEqual(['unknown'])
  expect(replayed('2024-03-09T12:00Z', 'accepted', 'ada/another')).toEqual(['unknown'])
})

test('gives what was sent late, after workers had died, its day from then', () => {
  const attempt = attemptOf({ status: 'unknown' })
  const sent = (at: string, over: Partial<JobTry> = {}) => {
    const one = {
      job: attempt.id,
      who: 'ada',
      at: utc(at),
      asked: 'payment_intents.create',
      key: 'k',
      came: 'unclear',
      isDisturbed: true,
    } as const
    return clausesOf(unknownIsFoundOut, sceneOf({ view: { attempts: [attempt] }, truth: { tries: [{ ...one, ...over }] } }))
  }
  expect(sent('2024-03-09T12:00Z')).toEqual(['nothing to judge'])
  expect(sent('2024-03-09T12:00Z', { job: `${attempt.id}/send 2` })).toEqual(['nothing to judge'])
  expect(sent('2024-03-08T12:00Z')).toEqual(['unknown'])
  const late = '2024-03-09T12:00Z'
  for (const over of [{ job: 'ada/another' }, { asked: 'payment_intents.list' }, { came: 'taken' }] as const)
    expect(sent(late, over)).toEqual(['unknown'])
})

test('gives what the customer was asked about its day from when its end was first asked for', () => {
  const attempt = attemptOf({ status: 'unknown' })
  const line = { who: 'ada', by: 'job work/2024-03-09T12:00:00Z', payment: undefined, what: 'decided: cancel payment' } as const
  const ended = (at: string, outcome: 'needs action' | 'declined' = 'needs action', id = attempt.id) => {
    const trail = [at, '2024-03-09T23:00Z'].map((each, i) => ({ ...line, id: `${id}/cancel ${i + 1}/decided`, at: utc(each) }))
    const charges = [chargeOf({ intent: attempt.provider!, outcome })]
    return clausesOf(unknownIsFoundOut, sceneOf({ view: { attempts: [attempt], trail }, truth: { charges } }))
  }
  expect(ended('2024-03-09T12:00Z')).toEqual(['nothing to judge'])
  expect(ended('2024-03-08T12:00Z')).toEqual(['unknown'])
  expect(ended('2024-03-09T12:00Z', 'declined')).toEqual(['unknown'])
  expect(ended('2024-03-09T12:00Z', 'needs action', 'ada/another')).toEqual(['unknown'])
})
