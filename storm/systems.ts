import { systems } from '#adapters'
import { type Scenario, scenarios } from '#scenarios'
import type { SystemEntry } from '#simulator'
import { UnknownName } from './arena.ts'

/** @throws UnknownName when there is no such system */
export function systemNamed(name: string): SystemEntry {
  const entry = systems.find((each) => each.name === name)
  if (entry === undefined)
    throw new UnknownName(
      'system',
      name,
      systems.map((each) => each.name),
    )
  return entry
}

/** The scenarios of these names; all of them for none. @throws UnknownName when there is no such scenario */
export function scenariosNamed(names: readonly string[]): readonly Scenario[] {
  if (names.length === 0) return scenarios
  return names.map((name) => {
    const found = scenarios.find((each) => each.name === name)
    if (found === undefined)
      throw new UnknownName(
        'scenario',
        name,
        scenarios.map((each) => each.name),
      )
    return found
  })
}

export { systems }
