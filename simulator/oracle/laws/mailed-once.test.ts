import type { EffectTruth } from '../scene.ts'
import { expect, test } from 'vitest'
import { clausesOf, january, sceneOf } from '../scene-of.fixture.ts'
import { mailedOnce } from './mailed-once.ts'

const mail = (detail: object | string): EffectTruth => ({
  kind: 'mail',
  who: 'ada',
  detail: typeof detail === 'string' ? detail : JSON.stringify(detail),
  at: january,
})

test('a letter sent again under its key is the same letter', () => {
  const again = mail({ key: '1', notice: 'receipt', cause: 'signup' })
  expect(
    clausesOf(mailedOnce, sceneOf({ truth: { effects: [again, again, mail({ key: '2', notice: 'receipt', cause: 'renewal' })] } })),
  ).toEqual([])
})

test('the same letter under a new key is told, and so is one that has none', () => {
  const effects = [mail({ key: '1', notice: 'receipt', cause: 'signup' }), mail({ key: '2', notice: 'receipt', cause: 'signup' })]
  expect(clausesOf(mailedOnce, sceneOf({ truth: { effects } }))).toEqual(['again'])
  expect(clausesOf(mailedOnce, sceneOf({ truth: { effects: [mail('receipt'), mail('receipt')] } }))).toEqual(['again'])
})
