import { standardLegality, standardMatrix } from '#machines'
import { directed } from '#scenarios'
import type { RunResult } from '#simulator'
import { expect, it } from 'vitest'
import { openArena } from '../arena.ts'
import { scenariosNamed, systemNamed } from '../systems.ts'
import { isWhole, lackingIn } from './lacking.ts'
import { lookedRun, reached, ranStory, type Survey, surveying } from './survey.ts'

const entry = systemNamed('reference')
const arena = await openArena(entry, scenariosNamed([]))

function surveyed(seeds: number): Survey {
  const runs = surveying(entry, arena, seeds)
  for (;;) {
    const next = runs.next()
    if (next.done === true) return next.value
  }
}

it('every cell, every start and every refusal that can be met is met, and nothing deviates', () => {
  const survey = surveyed(40)
  const { cells, legal, refused, neverAsked } = lackingIn(survey)
  expect({ cells, legal, refused }).toEqual({ cells: [], legal: [], refused: [] })
  expect(survey.deviations).toEqual([])
  expect(survey.failures).toEqual([])
  expect(survey.missed).toEqual([])
  expect(survey.undriven.filter(({ kind }) => kind === 'no driver')).toEqual([])
  // Who stands where nobody comes, and what no command means.
  expect(new Set(neverAsked.map(({ because }) => because)).size).toBeLessThan(8)
})

it('a cell that nothing takes is named, and the survey is not whole', () => {
  const survey = surveyed(1)
  const cells = new Map(survey.cells)
  cells.delete('renewal L')
  const lacking = lackingIn({ ...survey, cells })
  expect(lacking.cells).toEqual(['renewal L'])
  expect(isWhole(lacking)).toBe(false)
})

it('a story that goes elsewhere has not reached its cell', () => {
  const { stories } = directed(standardMatrix, standardLegality)
  const story = stories.find(({ name }) => name === 'directed/renewal/Fs')!
  expect(reached(story, ranStory(entry, arena, story)[1])).toBe(true)
  expect(reached(story, ranStory(entry, arena, { ...story, record: new Map() })[1])).toBe(false)
})

it('looking on changes no run', () => {
  for (const seed of [3, 7, 12, 24]) {
    const drawing = arena.draw({ seed, scenario: undefined })
    const { result } = lookedRun(entry, { workload: drawing.workload, source: drawing.source, invariants: arena.invariants })
    expect(result.digest).toEqual((arena.run(drawing) as RunResult).digest)
  }
})
