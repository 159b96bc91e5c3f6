/** Deeper than this nothing is named that matters. */
const maxDepth = 6

/**
 * The ids that a payload names, each once, in the order in which they stand: paths of domain identity (`ada/sub 1/signup`) and
 * the provider's own (`pi_ada_1`). Of writes the keys alone: rows quote much that they are not about.
 */
export function namedIn(payload: unknown): readonly string[] {
  const found = new Set<string>()
  walk(payload, 0, found)
  return [...found]
}

function walk(value: unknown, depth: number, found: Set<string>): void {
  if (typeof value === 'string') {
    if (isId(value)) found.add(value)
    return
  }
  if (typeof value !== 'object' || value === null || depth > maxDepth) return
  if (Array.isArray(value)) {
    for (const each of value) walk(each, depth + 1, found)
    return
  }
  const { table, key } = value as { readonly table?: unknown; readonly key?: unknown }
  if (typeof table === 'string' && typeof key === 'string') return walk(key, depth, found)
  for (const each of Object.values(value)) walk(each, depth + 1, found)
}

/** `ada/sub 1/signup`, `pi_ada_1`; not a link, nor a sentence. */
const isId = (text: string): boolean => text.length < 200 && (/^[^/:]+\/[^:]+$/.test(text) || /^[a-z]{2,5}_[a-z0-9]+_\d+$/.test(text))
