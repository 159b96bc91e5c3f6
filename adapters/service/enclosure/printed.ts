/** What a child prints: the beginning is passed on, the end is kept, and what lies between is only counted. */
export interface Printed {
  /** @returns what is to be passed on of it; empty once enough was */
  take(bytes: Buffer): string
  readonly bytes: number
  /** The end of it. */
  lastWords(): string
}

const tailBytes = 2_048

export function keepPrinted(keepBytes: number): Printed {
  let bytes = 0
  let tail = Buffer.alloc(0)
  return {
    take(chunk) {
      const room = Math.max(0, keepBytes - bytes)
      bytes += chunk.length
      tail = Buffer.concat([tail, chunk.subarray(-tailBytes)]).subarray(-tailBytes)
      return chunk.toString('utf8', 0, Math.min(room, chunk.length))
    },
    get bytes() {
      return bytes
    },
    lastWords: () => tail.toString('utf8').trimEnd(),
  }
}
