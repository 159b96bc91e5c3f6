import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'

/**
 * A file that is there whole or not at all: written under another name beside its own, and renamed at the end. Whoever ends the
 * process before that, by a signal too, leaves nothing.
 */
export class WholeFile {
  readonly #path: string
  readonly #draft: string
  readonly #fd: number
  #state: 'open' | 'closed' = 'open'
  readonly #tidy = (): void => this.abort()

  constructor(path: string) {
    this.#path = path
    this.#draft = `${path}.${process.pid}.part`
    this.#fd = openSync(this.#draft, 'w')
    process.once('exit', this.#tidy)
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) at += writeSync(this.#fd, bytes, at, bytes.length - at)
  }

  commit(): void {
    fsyncSync(this.#fd)
    this.#close()
    renameSync(this.#draft, this.#path)
  }

  abort(): void {
    if (this.#state === 'closed') return
    this.#close()
    rmSync(this.#draft, { force: true })
  }

  #close(): void {
    process.removeListener('exit', this.#tidy)
    closeSync(this.#fd)
    this.#state = 'closed'
  }
}
