/**
 * Values that neither the twin nor the seed made, by the order in which they first appeared: another run of the same seed has others
 * in their place.
 */
export interface Renaming {
  /** What stands for a value in the trace. */
  of(value: string | null): string | null
  /** The same for what did not appear yet, without saying which it is. */
  peek(value: string | null): string | null
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Long, and of letters and digits mixed, as nobody writes by hand. */
const drawn = /^(?=.*\d)(?=.*[a-zA-Z])[A-Za-z0-9_-]{20,}$/
const time = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/
/** Microseconds since the year 2000, in hexadecimal. @source PostgreSQL, date/time types are sent as 64-bit integers */
const binaryTime = /^\\x[0-9a-f]{16}$/
const epochMs = Date.UTC(2000, 0, 1)
/** What lies so near to the clock of this machine came from it: the world's is years away. */
const nearMs = 2 * 86_400_000

/** @param take the record id of an id that the twin made; other values as they are */
export function createRenaming(take: (value: string) => string, wallNow: () => number = Date.now): Renaming {
  const known = new Map<string, string>()
  const counts = new Map<string, number>()
  const kindOf = (value: string): string | undefined =>
    uuid.test(value) ? 'uuid' : isOfThisMachine(value, wallNow()) ? 'time' : drawn.test(value) ? 'drawn' : undefined
  const named = (value: string | null, remembers: boolean): string | null => {
    if (value === null) return null
    const before = known.get(value)
    if (before !== undefined) return before
    const taken = take(value)
    if (taken !== value) return taken
    const kind = kindOf(value)
    if (kind === undefined) return value
    if (!remembers) return `${kind}#`
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    known.set(value, `${kind}#${count}`)
    return `${kind}#${count}`
  }
  return { of: (value) => named(value, true), peek: (value) => named(value, false) }
}

function isOfThisMachine(value: string, now: number): boolean {
  const at = binaryTime.test(value) ? epochMs + Number(BigInt(`0x${value.slice(2)}`)) / 1_000 : time.test(value) ? Date.parse(value) : NaN
  return !Number.isNaN(at) && Math.abs(at - now) < nearMs
}
