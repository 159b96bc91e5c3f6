import { closeSync, openSync, readSync } from 'node:fs'

/** A file that is read from its begin to its end, a piece at a time. */
export class Chunks {
  readonly #fd: number
  #isOpen = true

  constructor(path: string) {
    this.#fd = openSync(path, 'r')
  }

  /** Fills a buffer from a place on. @returns how many bytes there were: fewer at the end of the file only */
  fill(buffer: Buffer, from: number, to: number = buffer.length): number {
    let at = from
    while (at < to) {
      const read = readSync(this.#fd, buffer, at, to - at, null)
      if (read === 0) break
      at += read
    }
    return at - from
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#fd)
    this.#isOpen = false
  }
}
