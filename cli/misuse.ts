/** What the caller asked for cannot be done as asked; the message names the fix. Exit 64. */
export class Misuse extends Error {
  constructor(says: string) {
    super(says)
    this.name = 'Misuse'
  }
}

/** The known name that is nearest to a given one, if any is near. */
function nearest(given: string, known: readonly string[]): string | undefined {
  const ranked = known.map((name) => ({ name, far: distance(given.toLowerCase(), name.toLowerCase()) })).toSorted((a, b) => a.far - b.far)
  const [best] = ranked
  return best !== undefined && best.far <= Math.max(2, Math.floor(best.name.length / 2)) ? best.name : undefined
}

/** @returns always: it throws */
export function unknownName(what: string, given: string, known: readonly string[]): never {
  throw new Misuse(unknownInWords(what, given, known))
}

/** One line: what was given, what was meant, or what there is. */
export function unknownInWords(what: string, given: string, known: readonly string[]): string {
  const shown = JSON.stringify(given.length > 80 ? `${given.slice(0, 79)}…` : given)
  const near = nearest(given.slice(0, 200), known)
  if (near !== undefined) return `no ${what} ${shown}; did you mean ${near}?`
  const list = known.length > 30 ? `${known.slice(0, 30).join(', ')}, …` : known.join(', ')
  return `no ${what} ${shown}; there are ${list}`
}

/** Edits from one text to the other: insertions, deletions, replacements. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
