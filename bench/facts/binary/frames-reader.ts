import { crc32 } from 'node:zlib'
import { Chunks } from '../chunks.ts'
import { limits } from '../fact-file.ts'
import { FactFileError } from '../fact-file-error.ts'
import { checksum, frameHead, frameLimits, frameTypes, magic, version } from './frames.ts'

const chunk = 1_048_576

export interface Frame {
  readonly type: number
  readonly place: number
  /** Good until the next frame is read. */
  readonly body: Buffer
  /** Where it begins in the file. */
  readonly at: number
  /** The checksum of the checksums of the frames before it. */
  readonly sums: number
}

/** The frames of a binary file, one at a time, each held against its checksum and its place. */
export class Frames {
  readonly #path: string
  readonly #chunks: Chunks
  readonly #head = Buffer.alloc(frameHead)
  #buffer = Buffer.alloc(0)
  #at = 0
  #place = 0
  #sums = 0

  constructor(path: string) {
    this.#path = path
    this.#chunks = new Chunks(path)
  }

  wrong(at: number, says: string): FactFileError {
    return new FactFileError(this.#path, `byte ${at}`, says)
  }

  close(): void {
    this.#chunks.close()
  }

  begin(): void {
    const first = Buffer.alloc(magic.length + 1)
    const read = this.#chunks.fill(first, 0)
    if (read < first.length || !first.subarray(0, magic.length).equals(magic)) throw this.wrong(0, 'is no binary file of facts')
    if (first.at(-1) !== version) throw this.wrong(magic.length, `is of version ${first.at(-1)}; this billstorm reads version ${version}`)
    this.#at = read
  }

  next(): Frame {
    const at = this.#at
    const head = this.#head
    const read = this.#chunks.fill(head, 0)
    if (read < frameHead)
      throw this.wrong(at, read === 0 ? 'the file ends without its end: it is cut short' : 'the file is cut short in the head of a frame')
    const [type, place, length, sum] = [head.readUInt8(0), head.readUInt32LE(1), head.readUInt32LE(5), head.readUInt32LE(9)]
    const most = type === frameTypes.header ? limits.header : type === frameTypes.end ? frameLimits.end : frameLimits.body
    if (length > most) throw this.wrong(at, `a frame of type ${type} says it has ${length} bytes; at most ${most} are read`)
    const body = this.#body(length, at)
    if (checksum(head.subarray(0, 9), body) !== sum) throw this.wrong(at, 'the checksum of a frame is wrong: bytes were changed')
    if (place !== this.#place)
      throw this.wrong(
        at,
        `a frame says it is the ${place}th, and is the ${this.#place}th: frames are missing, doubled or in another order`,
      )
    const sums = this.#sums
    this.#sums = crc32(head.subarray(9), sums)
    this.#place++
    this.#at += frameHead + length
    return { type, place, body, at, sums }
  }

  end(): void {
    if (this.#chunks.fill(Buffer.alloc(1), 0) > 0) throw this.wrong(this.#at, 'something comes after the end')
  }

  /** Grows by what is there, not by what a length says. */
  #body(length: number, at: number): Buffer {
    for (let have = 0; have < length;) {
      if (this.#buffer.length < length && this.#buffer.length - have < chunk) {
        const next = Buffer.allocUnsafe(Math.min(length, Math.max(have * 2, chunk)))
        this.#buffer.copy(next, 0, 0, have)
        this.#buffer = next
      }
      const to = Math.min(length, this.#buffer.length)
      const read = this.#chunks.fill(this.#buffer, have, to)
      if (read < to - have) throw this.wrong(at, `the file is cut short in a frame of ${length} bytes`)
      have = to
    }
    return this.#buffer.subarray(0, length)
  }
}
