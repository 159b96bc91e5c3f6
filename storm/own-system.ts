import { NoSystem, systemFault, systems, thrownInWords } from '#adapters'
import type { System, SystemEntry } from '#simulator'
import { knowOurName } from './own-name.ts'
import { described } from './threads.ts'

/**
 * A system that stands in a module of somebody else's: it exports `system`, a function that makes one.
 * Its code runs in threads only; here it is known by what it says of itself.
 * @param name as it is called until it has said its own
 */
export const ownSystem = (module: URL, name: string): SystemEntry => ({
  name,
  kind: 'service',
  create: () => described(module.href),
  installed: () => true,
  module: module.href,
})

/** Loads such a module: inside a thread. @throws NoSystem when there is no system in it */
export async function loadSystem(module: string): Promise<System> {
  knowOurName()
  let loaded: Readonly<Record<string, unknown>>
  try {
    loaded = (await import(module)) as Readonly<Record<string, unknown>>
  } catch (thrown) {
    throw new NoSystem(`${shown(module)} cannot be loaded: ${thrownInWords(thrown)}; does \`node\` run it?`)
  }
  const { system: make } = loaded
  const exported = Object.keys(loaded).filter((each) => each !== 'module.exports')
  if (typeof make !== 'function')
    throw new NoSystem(
      `${shown(module)} exports ${exported.length === 0 ? 'nothing' : exported.join(', ')}, and no function \`system\`; write: export const system = () => ({ name, version, capabilities, enter, reset, receive, settle, view, close })`,
    )
  const system: unknown = await (make as () => unknown)()
  const fault = systemFault(system)
  if (fault !== undefined) throw new NoSystem(`what \`system\` of ${shown(module)} makes is no system: ${fault}`)
  const made = system as System
  if (systems.some(({ name }) => name === made.name))
    throw new NoSystem(`the system of ${shown(module)} calls itself ${made.name}, which is one of ours; give it a name of its own`)
  return made
}

const shown = (module: string): string => decodeURIComponent(new URL(module).pathname)
