import type { Who } from '#machines'
import type { Scene } from './scene.ts'

/** The customer in a record id, `ada` of `in_ada_3`. */
export function ownerIn(id: string): Who | undefined {
  const first = id.indexOf('_')
  const last = id.lastIndexOf('_')
  return first >= 0 && last > first ? id.slice(first + 1, last) : undefined
}

/**
 * Customers about whom the system cannot know everything yet: an event of theirs is on its way. One that never comes
 * counts too, until the end, when a reconcile must have found it.
 */
export function uninformed(scene: Scene): ReadonlySet<Who> {
  const found = new Set<Who>()
  const add = (id: string): void => {
    const owner = ownerIn(id)
    if (owner !== undefined) found.add(owner)
  }
  for (const id of scene.truth.pending) add(id)
  if (scene.at !== 'end') for (const id of scene.truth.givenUp) add(id)
  return found
}
