import { expect, it } from 'vitest'
import { scenarios } from '#scenarios'
import { openArena } from './arena.ts'
import { scenariosNamed, systemNamed } from './systems.ts'

const told = scenarios.flatMap((each) => (each.kind === 'story' && (each.happens?.size ?? 0) > 0 ? [each] : []))

it.each(told.map(({ name }) => name))('what goes wrong in %s as it is written does', async (name) => {
  const { happens } = told.find((each) => each.name === name)!
  const arena = await openArena(systemNamed('reference'), scenariosNamed([name]))
  const { record } = await arena.run(arena.draw({ seed: 0, scenario: name }))
  expect(Object.fromEntries(record)).toEqual(Object.fromEntries(happens!))
})
