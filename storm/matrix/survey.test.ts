import { standardLegality, standardMatrix } from '#machines'
import { directed } from '#scenarios'
import type { RunResult } from '#simulator'
import { expect, it } from 'vitest'
import { openArena } from '../arena.ts'
import { scenariosNamed, systemNamed } from '../systems.ts'
import { isWhole, lackingIn } from './lacking.ts'
import { lookedRun } from './looked-run.ts'
import { reached, ranStory, type Survey, surveying } from './survey.ts'

const entry = systemNamed('reference')
const arena = await openArena(entry, scenariosNamed([]))

function surveyed(seeds: number): Survey {
  const runs = surveying(entry, arena, seeds)
  for (;;) {
    const next = runs.next()
    if (next.done === true) return next.value
  }
}

const survey = surveyed(30)

it('every cell, start, refusal and transition that can be met is met, and nothing deviates', () => {
  const lacking = lackingIn(survey)
  const { cells, passages, legal, refused, moves } = lacking
  expect({ cells, passages, legal, refused, moves }).toEqual({ cells: [], passages: [], legal: [], refused: [], moves: [] })
  expect(isWhole(lacking)).toBe(true)
  expect(survey.deviations).toEqual([])
  expect(survey.failures).toEqual([])
  expect(survey.missed).toEqual([])
  expect(survey.undriven.filter(({ kind }) => kind === 'no driver')).toEqual([])
})

it('what nobody can ask for, and what nothing brings about, is counted: one more is meant, and changes this', () => {
  const { neverAsked, closed } = lackingIn(survey)
  expect(neverAsked.length).toBe(29)
  // What is done leaves the outbox, and its chart is asked nothing more.
  const ofJobs = closed.filter(({ name }) => /^job\/.*\/(succeeded|pointless)\/0$/.test(name))
  expect(ofJobs.length).toBe(10)
  expect(closed.filter((each) => !ofJobs.includes(each)).map(({ name }) => name)).toEqual([
    'subscription/trialing/cancel asked/0',
    'subscription/renewing/suspended/0',
    'attempt/failed/payment succeeded/0',
    'dunning/waiting for method/giving up due/0',
    'change/quoted/expiry due/0',
    'refund/waiting/refund succeeded/0',
    'refund/given up/refund succeeded/0',
    'dispute/won/bank takes/0',
  ])
})

it('a cell or a transition that nothing takes is named, and the survey is not whole', () => {
  const cells = new Map(survey.cells)
  cells.delete('renewal L')
  const moves = new Map(survey.moves)
  moves.delete('refund/owed/sent/0')
  const lacking = lackingIn({ ...survey, cells, moves })
  expect(lacking.cells).toEqual(['renewal L'])
  expect(lacking.moves).toEqual(['refund/owed/sent/0'])
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
