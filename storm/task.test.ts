import { scenarios } from '#scenarios'
import { faults } from '#simulator'
import { describe, expect, it } from 'vitest'
import { drawingOf, type Ground, tasksOf } from './task.ts'

const ground: Ground = { scenarios, kinds: faults.map(({ kind }) => kind) }
const drawn = (seed: number, on = ground) => drawingOf({ seed, scenario: undefined }, on)

describe('a seed', () => {
  it('draws the same again', () => expect(drawn(9)).toEqual(drawn(9)))

  it('keeps its choices whatever else is on the ground', () => {
    const [alone, among] = [drawn(9, { ...ground, scenarios: scenarios.slice(0, 1) }), drawn(9)]
    expect(alone.source).toEqual(among.source)
  })

  it('is a run of the scenario it is told, with the same choices', () => {
    const told = drawingOf({ seed: 9, scenario: 'trials/trial-converts' }, ground)
    expect(told.workload.scenario).toBe('trials/trial-converts')
    expect(told.source).toEqual(drawn(9).source)
  })

  it('draws workloads most of the time, and every story sometimes', () => {
    const names = Array.from({ length: 1_000 }, (_, index) => drawn(index + 1).scenario)
    expect(new Set(names).size).toBe(scenarios.length)
    const workloads = scenarios.filter(({ kind }) => kind === 'drawn').map(({ name }) => name)
    expect(names.filter((name) => workloads.includes(name)).length).toBeGreaterThan(800)
  })

  it('0 is the story as it is written, with nothing going wrong', () =>
    expect(drawingOf({ seed: 0, scenario: 'trials/trial-converts' }, ground).source).toEqual({ kind: 'record', record: new Map() }))

  it('cannot be of a scenario that is not there', () =>
    expect(() => drawingOf({ seed: 1, scenario: 'nope' }, ground)).toThrow('no scenario "nope"'))
})

it('stories run once, in the first shard only', () => {
  const stories = (part: number): number =>
    [...tasksOf({ first: 1, count: 10 }, ground, { part, of: 2 })].filter(({ seed }) => seed === 0).length
  expect([stories(1), stories(2)]).toEqual([scenarios.filter(({ kind }) => kind === 'story').length, 0])
})
