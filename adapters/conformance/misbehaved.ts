/** A system, or the adapter that fits it, did what the port does not allow. It is no verdict on billing: undecided. */
export class Misbehaved extends Error {
  constructor(says: string) {
    super(says)
    this.name = 'Misbehaved'
  }
}

/** What was given as a system is none, and how to make it one: its author's mistake. */
export class NoSystem extends Error {
  constructor(says: string) {
    super(says)
    this.name = 'NoSystem'
  }
}

/** What somebody threw, in one line and not at length. */
export function thrownInWords(thrown: unknown): string {
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : inWords(thrown)
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? ` (${thrown.cause.name}: ${thrown.cause.message})` : ''
  const line = `${text}${cause}`.replaceAll(/\s+/g, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 299)}…` : line
}

/** Any value in short, whatever it is: what strangers give may throw when it is read. */
export function inWords(value: unknown): string {
  try {
    if (typeof value === 'string') return JSON.stringify(value.slice(0, 80))
    if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object'
    if (typeof value === 'function') return 'a function'
    return String(value)
  } catch {
    return 'something unreadable'
  }
}
