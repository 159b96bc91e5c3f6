import { createHash } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { paymentSucceeded, utc } from '#machines'
import type { FactLine } from '../fact-file.ts'
import { FactFileError } from '../fact-file-error.ts'
import { allOf, headerOf, inFolder } from '../facts.fixture.ts'
import { openFacts } from '../open-facts.ts'
import { writeBinary } from './binary-writer.ts'
import { frameHead, headOf, magic } from './frames.ts'

const start = utc('2025-01-31')
const lines = (count: number): readonly FactLine[] =>
  Array.from({ length: count }, (_, n) => ({
    policy: 0,
    fact: paymentSucceeded(
      `a${n % 100}/sub 1/renewal 2025-01-31/attempt ${n}`,
      { payment: `pi_a${n % 100}_${n}`, charge: 'ch_1' },
      { at: (start + n * 1_000) as never },
    ),
  }))

const written = (path: string, all: readonly FactLine[]): Buffer => {
  const writer = writeBinary(path, headerOf(all.length))
  writer.add(all)
  writer.commit()
  return readFileSync(path)
}

/** The frames of a file, each whole. */
function framesOf(file: Buffer): readonly Buffer[] {
  const frames: Buffer[] = []
  for (let at = magic.length + 1; at < file.length;) {
    const end = at + frameHead + file.readUInt32LE(at + 5)
    frames.push(file.subarray(at, end))
    at = end
  }
  return frames
}

const errorOf = (path: string, bytes: Uint8Array): string => {
  writeFileSync(path, bytes)
  try {
    return `${allOf(openFacts(path)).length} facts`
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(FactFileError)
    return (thrown as Error).message.replace(/^.*, byte/, 'byte')
  }
}

it('a file of many blocks is read, and its frames are neither lost, doubled, swapped nor cut off', () =>
  inFolder((file) => {
    const all = lines(140_000)
    const whole = written(file('a'), all)
    const head = whole.subarray(0, magic.length + 1)
    const frames = framesOf(whole)
    expect(frames).toHaveLength(5)
    const again = allOf(openFacts(file('a')))
    expect(again.length).toBe(all.length)
    expect(again.every(({ fact }, place) => fact.id === all[place]!.fact.id && fact.at === all[place]!.fact.at)).toBe(true)
    const of = (...places: readonly number[]): string => errorOf(file('b'), Buffer.concat([head, ...places.map((place) => frames[place]!)]))
    expect(of(0, 1, 3, 4)).toMatch(
      /^byte \d+: a frame says it is the 3th, and is the 2th: frames are missing, doubled or in another order$/,
    )
    expect(of(0, 2, 1, 3, 4)).toMatch(/says it is the 2th, and is the 1th/)
    expect(of(0, 1, 1, 2, 3, 4)).toMatch(/says it is the 1th, and is the 2th/)
    expect(of(0, 1, 2, 3)).toMatch(/the file ends without its end: it is cut short$/)
    expect(of(0, 1, 2, 3, 4, 4)).toMatch(/something comes after the end$/)
    expect(of(1, 2)).toMatch(/a frame says it is the 1th, and is the 0th/)
    expect(statSync(file('a')).size / all.length).toBeLessThan(25)
  }))

it('says what is wrong, and where', () =>
  inFolder((file) => {
    const whole = written(file('a'), lines(10))
    const of = (change: (bytes: Buffer) => void): string => {
      const bytes = Buffer.from(whole)
      change(bytes)
      return errorOf(file('b'), bytes)
    }
    expect(of((bytes) => (bytes[7] = 9))).toBe('byte 7: is of version 9; this billstorm reads version 1')
    expect(of((bytes) => (bytes[3] = 0))).toBe('byte 0: is no binary file of facts')
    expect(of((bytes) => (bytes[60]! ^= 1))).toBe('byte 8: the checksum of a frame is wrong: bytes were changed')
    expect(of((bytes) => bytes.writeUInt32LE(0xffff_ffff, 13))).toBe(
      'byte 8: a frame of type 1 says it has 4294967295 bytes; at most 4194304 are read',
    )
    expect(of((bytes) => bytes.writeUInt32LE(4_000_000, 13))).toBe('byte 8: the file is cut short in a frame of 4000000 bytes')
  }))

it('takes no block that says what it does not hold, though its checksum is right', () =>
  inFolder((file) => {
    const whole = written(file('a'), lines(10))
    const [header, block] = framesOf(whole) as [Buffer, Buffer]
    const of = (change: (body: Buffer) => Buffer | void): string => {
      const body = Buffer.from(block.subarray(frameHead))
      const changed = change(body) ?? body
      return errorOf(file('b'), Buffer.concat([magic, Buffer.of(1), header, headOf(2, 1, changed), changed])).replace(/^byte \d+: /, '')
    }
    expect(of((body) => void (body[0] = 0))).toBe('in fact 0 of this block, a block has 0 facts; it may have 1 to 65536')
    expect(of((body) => void (body[1] = 99))).toBe('in fact 0 of this block, a dictionary has more entries than the block has facts')
    expect(of((body) => void (body[0] = 11))).toMatch(/a column ends too early$/)
    expect(of((body) => body.subarray(0, body.length - 1))).toMatch(/the columns are not as long as the block$/)
    expect(of((body) => Buffer.from(body.toString('latin1').replace('payment succeeded', 'payment sukzeeded'), 'latin1'))).toMatch(
      /in fact 0 of this block, kind is unknown: "payment sukzeeded"/,
    )
    expect(of((body) => Buffer.from(body.toString('latin1').replace('"is":"', '"is":{'), 'latin1'))).toMatch(/a template is no JSON$/)
    expect(
      of((body) => Buffer.from(body.toString('latin1').replace('"recordedAt":\u0002', '"recordedAt":1').replace('a0', 'A0'), 'latin1')),
    ).toMatch(/"A0" is no customer/)
  }))

it('has the bytes that version 1 has: whoever changes them makes another version', () =>
  inFolder((file) => {
    const header = { ...headerOf(10), policies: [] }
    const writer = writeBinary(file('a'), header)
    writer.add(lines(10))
    writer.commit()
    expect(
      createHash('sha256')
        .update(readFileSync(file('a')))
        .digest('hex'),
    ).toBe('d2e06378be695343b99a221f3d4200a0ad14ced2d2c13dfe1b5528a30de7aef6')
  }))
