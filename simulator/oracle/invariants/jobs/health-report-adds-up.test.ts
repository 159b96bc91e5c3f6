import { expect, it } from 'vitest'
import { days, later } from '#machines'
import { clausesOf } from '../../scene-of.fixture.ts'
import { healthReportAddsUp } from './health-report-adds-up.ts'
import { after, failedFirst, jobScene, letterOf } from './jobs.fixture.ts'

const week = { from: failedFirst, to: later(failedFirst, days(7)) }
const right = { tried: 4, succeeded: 1, dead: 1, replayed: 1 }
const letter = letterOf([0, 1, 6], { state: 'done', replays: [after(20)], endedAt: after(20) })

const judged = (figures: Readonly<Record<string, number>>, within = week) => {
  const detail = JSON.stringify({ kind: 'health report', to: 'operator', key: 'health report 1', week: within, ...figures })
  return clausesOf(healthReportAddsUp, jobScene([letter], { effects: [{ kind: 'mail', who: undefined, detail, at: within.to }] }, days(9)))
}

it('figures that a recount comes to are fine', () => expect(judged(right)).toEqual([]))

it('each figure that is wrong is told', () => {
  expect(judged({ ...right, dead: 3 })).toEqual(['dead'])
  expect(judged({ ...right, tried: 3, replayed: 0 })).toEqual(['tried', 'replayed'])
  expect(judged({})).toEqual(['tried', 'succeeded', 'dead', 'replayed'])
})

it('a week holds what happened in it, its end excluded', () => {
  const later7 = { from: week.to, to: later(week.to, days(7)) }
  expect(judged({ tried: 0, succeeded: 0, dead: 0, replayed: 0 }, later7)).toEqual([])
  expect(judged({ tried: 1, succeeded: 0, dead: 0, replayed: 0 }, { from: later7.from, to: later7.to })).toEqual(['tried'])
  expect(judged({ tried: 2, succeeded: 0, dead: 0, replayed: 0 }, { from: week.from, to: after(6) })).toEqual([])
})
