import { days, utc } from '#machines'
import { expect, it } from 'vitest'
import { scenarios } from './all.ts'
import { cancelNow, day, scenario, subscribe } from './scenario.ts'

const told = { starts: utc('2024-01-31'), lasts: days(10) }

it('numbers a verb from its second line on', () => {
  const story = [
    day(0, subscribe('ada', { plan: 'pro' })),
    day(1, cancelNow('ada')),
    day(2, subscribe('ada', { plan: 'pro' })),
    day(2, subscribe('bob', { plan: 'pro' })),
  ]
  const { workload } = scenario('a', 'b', { ...told, story })
  expect(workload.story.map(({ id }) => id)).toEqual(['subscribe', 'cancel', 'subscribe 2', 'subscribe'])
})

it('refuses a line after the end', () =>
  expect(() => scenario('a', 'b', { ...told, story: [day(11, cancelNow('ada'))] })).toThrow(
    'a: ada would cancel after the story’s end'.replace('’', "'"),
  ))

it('every scenario has a name of its own, which its workload bears', () => {
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length)
  for (const each of scenarios) expect((each.kind === 'story' ? each.workload : each.workloadFor(1)).scenario).toBe(each.name)
})
