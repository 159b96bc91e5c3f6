/**
 * What a client of Postgres says, piece by piece.
 * @source PostgreSQL documentation, chapter "Frontend/Backend Protocol": the first message of a connection alone has no letter
 */
export type Said =
  | { readonly kind: 'wants encryption' }
  /** On a connection of its own: the statement that runs on another one is to end. */
  | { readonly kind: 'cancels'; readonly bytes: Buffer }
  | { readonly kind: 'starts'; readonly bytes: Buffer }
  | { readonly kind: 'frame'; readonly letter: string; readonly bytes: Buffer; readonly body: Buffer }

const encryption = new Set([80_877_103, 80_877_104])
const cancel = 80_877_102

/** Gathers bytes into what was said. */
export function createClientReader(take: (said: Said) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let hasStarted = false
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    let at = 0
    for (;;) {
      const head = hasStarted ? 1 : 0
      if (rest.length - at < head + 4) break
      const end = at + head + rest.readInt32BE(at + head)
      if (end > rest.length) break
      const whole = rest.subarray(at, end)
      at = end
      if (hasStarted) {
        take({ kind: 'frame', letter: String.fromCharCode(whole[0]!), bytes: whole, body: whole.subarray(5) })
        continue
      }
      const code = whole.readInt32BE(4)
      if (encryption.has(code)) take({ kind: 'wants encryption' })
      else if (code === cancel) take({ kind: 'cancels', bytes: whole })
      else {
        hasStarted = true
        take({ kind: 'starts', bytes: whole })
      }
    }
    rest = rest.subarray(at)
  }
}
