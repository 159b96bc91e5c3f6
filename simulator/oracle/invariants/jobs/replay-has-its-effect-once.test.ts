import { expect, it } from 'vitest'
import { clausesOf } from '../../scene-of.fixture.ts'
import { after, jobScene, letterOf, replayAt, triedAt } from './jobs.fixture.ts'
import { replayHasItsEffectOnce } from './replay-has-its-effect-once.ts'

const refused = { reply: { kind: 'refused', reason: 'no such job is dead' } } as const
const done = letterOf([0, 1, 6], { state: 'done', replays: [after(20)], endedAt: after(20) })
const twoClicks = [replayAt(20), replayAt(20.5, refused)]

it('two clicks and one effect are fine, however often it is asked for under its key', () => {
  const tries = [...triedAt([0, 1, 6]), ...triedAt([20, 21], 'taken')]
  expect(clausesOf(replayHasItsEffectOnce, jobScene([done], { tries, commands: twoClicks }))).toEqual([])
})

it('an effect for each click is told', () => {
  const tries = [...triedAt([0, 1, 6]), ...triedAt([20], 'taken', { key: 'a' }), ...triedAt([20], 'taken', { key: 'b' })]
  expect(clausesOf(replayHasItsEffectOnce, jobScene([done], { tries, commands: twoClicks }))).toEqual(['effect'])
})

it('a job that was replayed oftener than it died is told', () => {
  const twice = { ...done, replays: [after(20), after(20)] }
  expect(clausesOf(replayHasItsEffectOnce, jobScene([twice], { commands: twoClicks }))).toEqual(['replays'])
})
