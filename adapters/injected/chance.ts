import nodeCrypto from 'node:crypto'
import type { Randomness } from './randomness.ts'
import { replacedFunction, type Undo } from './replaced.ts'

type Callback<Value> = (error: Error | null, value: Value) => void

/**
 * Lets Math.random and crypto's random functions draw from the activity's stream wherever there is one.
 * Uncontrolled: keys that native code makes (`generateKey`, `generateKeyPair`, `subtle.generateKey`).
 */
export function replaceChance(inside: () => Randomness | undefined): Undo {
  const webCrypto = globalThis.crypto
  const real = {
    random: Math.random,
    getRandomValues: webCrypto.getRandomValues.bind(webCrypto) as <Bytes extends ArrayBufferView>(bytes: Bytes) => Bytes,
    webUuid: webCrypto.randomUUID.bind(webCrypto),
    randomUUID: nodeCrypto.randomUUID,
    randomBytes: nodeCrypto.randomBytes as (size: number, done?: Callback<Buffer>) => Buffer | void,
    randomFillSync: nodeCrypto.randomFillSync as (...given: unknown[]) => unknown,
    randomFill: nodeCrypto.randomFill as (...given: unknown[]) => void,
    randomInt: nodeCrypto.randomInt as (...given: unknown[]) => number | void,
  }

  const randomBytes = (size: number, done?: Callback<Buffer>): Buffer | void => {
    const draw = inside()
    if (draw === undefined) return real.randomBytes(size, done)
    const bytes = draw.fill(Buffer.alloc(size))
    if (done === undefined) return bytes
    process.nextTick(done, null, bytes)
  }

  const part = (bytes: ArrayBufferView, offset = 0, size = bytes.byteLength - offset): Uint8Array =>
    new Uint8Array(bytes.buffer, bytes.byteOffset + offset, size)

  const randomFillSync = (...given: unknown[]): unknown => {
    const draw = inside()
    if (draw === undefined) return real.randomFillSync(...given)
    const [bytes, offset, size] = given as [ArrayBufferView, number?, number?]
    draw.fill(part(bytes, offset, size))
    return bytes
  }

  const randomFill = (...given: unknown[]): void => {
    const draw = inside()
    if (draw === undefined) return real.randomFill(...given)
    const done = given.at(-1) as Callback<unknown>
    process.nextTick(done, null, randomFillSync(...given.slice(0, -1)))
  }

  const randomInt = (...given: unknown[]): number | void => {
    const draw = inside()
    if (draw === undefined) return real.randomInt(...given)
    const numbers = given.filter((each) => typeof each === 'number')
    const [least, limit] = numbers.length > 1 ? [numbers[0]!, numbers[1]!] : [0, numbers[0]!]
    const value = least + Math.floor(draw.fraction() * (limit - least))
    const done = given.at(-1)
    if (typeof done !== 'function') return value
    process.nextTick(done, null, value)
  }

  const undos = [
    replacedFunction(Math, 'random', () => inside()?.fraction() ?? real.random()),
    replacedFunction(webCrypto, 'getRandomValues', <Bytes extends ArrayBufferView>(bytes: Bytes): Bytes => {
      const draw = inside()
      return draw === undefined ? real.getRandomValues(bytes) : draw.fill(bytes)
    }),
    replacedFunction(webCrypto, 'randomUUID', () => inside()?.uuid() ?? real.webUuid()),
    replacedFunction(nodeCrypto, 'randomUUID', (options?: nodeCrypto.RandomUUIDOptions) => inside()?.uuid() ?? real.randomUUID(options)),
    replacedFunction(nodeCrypto, 'randomBytes', randomBytes),
    replacedFunction(nodeCrypto, 'randomFillSync', randomFillSync),
    replacedFunction(nodeCrypto, 'randomFill', randomFill),
    replacedFunction(nodeCrypto, 'randomInt', randomInt),
  ]
  return () => undos.toReversed().forEach((undo) => undo())
}
