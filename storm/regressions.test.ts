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
