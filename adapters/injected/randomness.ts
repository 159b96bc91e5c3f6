import type { Name } from '#simulator'

/**
 * What an activity's code gets when it asks for chance: a stream made of the activity's name and an ordinal.
 * What other activities draw, or whether they run at all, moves nothing of it.
 */
export interface Randomness {
  /** The next 32 bits. */
  word(): number
  /** A fraction from 0 up to 1, of 53 bits. */
  fraction(): number
  fill<Bytes extends ArrayBufferView>(bytes: Bytes): Bytes
  uuid(): `${string}-${string}-${string}-${string}-${string}`
}

export function createRandomness(name: Pick<Name, 'h1' | 'h2'>): Randomness {
  let ordinal = 0

  const word = (): number => {
    ordinal++
    return finish(Math.imul(name.h1 ^ Math.imul(ordinal, 0x9e3779b1), 0x85ebca6b) ^ finish(name.h2 + Math.imul(ordinal, 0x7feb352d)))
  }

  const fill = <Bytes extends ArrayBufferView>(bytes: Bytes): Bytes => {
    const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let i = 0; i < view.length; i += 4) {
      const bits = word()
      for (let byte = 0; byte < 4 && i + byte < view.length; byte++) view[i + byte] = bits >>> (8 * byte)
    }
    return bytes
  }

  return {
    word,
    fill,
    fraction: () => ((word() >>> 5) * 0x4000000 + (word() >>> 6)) / 0x20000000000000,
    uuid: () => {
      const bytes = fill(new Uint8Array(16))
      bytes[6] = (bytes[6]! & 0x0f) | 0x40
      bytes[8] = (bytes[8]! & 0x3f) | 0x80
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
    },
  }
}

function finish(bits: number): number {
  let h = bits ^ (bits >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
