import { standardLegality, standardMatrix } from '#machines'
import { directed } from '#scenarios'
import { expect, it } from 'vitest'
import { openArena } from '../arena.ts'
import { scenariosNamed, systemNamed } from '../systems.ts'
import { ranStory } from './survey.ts'

const reference = systemNamed('reference')
const arena = await openArena(reference, scenariosNamed([]))
const { stories } = directed(standardMatrix, standardLegality)
const told = (name: string) => stories.find((each) => each.name === name)!
const isAccess = ({ aspect }: { readonly aspect: string }): boolean => aspect === 'access by its chart'

it('a renewal that is declined and paid later takes access through its chart', () => {
  const [, { moves, walks, deviations }] = ranStory(reference, arena, told('directed/dunning retry/S'))
  expect(deviations.filter(isAccess)).toEqual([])
  expect([...walks.keys()].filter((walker) => walker.startsWith('entitlement '))).toEqual(['entitlement ada'])
  for (const move of ['none/paid for/2', 'paid/time over/3', 'renewing/payment missed/0', 'grace/paid for/1'])
    expect(moves).toContain(`entitlement/${move}`)
})

it('access that is given or withheld against the chart is a deviation that says where it should be', () => {
  const [, { deviations }] = ranStory(systemNamed('mutant:paid-but-locked-out'), arena, told('directed/signup paid/S'))
  expect(deviations.filter(isAccess)).toMatchObject([{ who: 'ada', expected: 'paid, after none and paid for', found: 'none' }])
})
