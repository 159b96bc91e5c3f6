import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openArena } from './arena.ts'
import { parseCase } from './case-file.ts'
import { alone } from './crew.ts'
import { replayCase } from './replay.ts'
import { scenariosNamed, systemNamed } from './systems.ts'

const folder = new URL('../scenarios/regressions/', import.meta.url)

it.each(readdirSync(folder))('%s was broken once and holds', async (name) => {
  const file = parseCase(readFileSync(new URL(name, folder), 'utf8'), name)
  const arena = await openArena(systemNamed(file.made.system.split(' ', 1)[0]!), scenariosNamed([]))
  const { match } = await replayCase(alone(arena), file)
  await arena.close()
  // Stale would prove nothing: then the case must be found anew.
  expect(match.outcome).toBe('passes')
})

// A run that threw has no case: its seed stands for it, as long as its scenario draws what it drew.
it.each([['whole-lives', 135_077]])('%s, seed %i could not be judged once and holds', async (scenario, seed) => {
  const arena = await openArena(systemNamed('reference'), scenariosNamed([scenario]))
  const { verdict, why } = await arena.run(arena.draw({ seed, scenario }))
  await arena.close()
  expect({ verdict, why }).toEqual({ verdict: 'held', why: undefined })
})
