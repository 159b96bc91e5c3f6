import { Bytes } from './varints.ts'
import { frameLimits } from './frames.ts'

/** Beyond so many bytes a block is closed early. */
const enough = 8_388_608

/**
 * Facts on their way into a file: a dictionary of accounts, one of templates, and columns. The accounts and templates of a fact are
 * told by their places in the dictionaries of its own block.
 */
export class Block {
  readonly #accounts = new Map<string, number>()
  readonly #templates = new Map<string, number>()
  readonly #accountLengths = new Bytes()
  readonly #names = new Bytes()
  readonly #templateLengths = new Bytes()
  readonly #texts = new Bytes(65_536)
  readonly #accountColumn = new Bytes(65_536)
  readonly #templateColumn = new Bytes(65_536)
  readonly #atColumn = new Bytes(262_144)
  readonly #values = new Bytes(1_048_576)
  #last = 0
  facts = 0

  get isFull(): boolean {
    return this.facts >= frameLimits.facts || this.#values.length + this.#texts.length > enough
  }

  /** The place of an account, which has a policy, in this block. */
  account(name: string, policy: number): number {
    const key = `${policy} ${name}`
    const known = this.#accounts.get(key)
    if (known !== undefined) return known
    const place = this.#accounts.size
    this.#accounts.set(key, place)
    const bytes = Buffer.from(name)
    this.#accountLengths.whole(policy)
    this.#accountLengths.whole(bytes.length)
    this.#names.copy(bytes)
    return place
  }

  template(text: string): number {
    const known = this.#templates.get(text)
    if (known !== undefined) return known
    const place = this.#templates.size
    this.#templates.set(text, place)
    const bytes = Buffer.from(text)
    this.#templateLengths.whole(bytes.length)
    this.#texts.copy(bytes)
    return place
  }

  /** @param values the bytes of the values in its holes */
  add(account: number, template: number, at: number, values: Uint8Array, from: number, to: number): void {
    this.#accountColumn.whole(account)
    this.#templateColumn.whole(template)
    this.#atColumn.signed(at - this.#last)
    this.#last = at
    this.#values.copy(values, from, to)
    this.facts++
  }

  /** The body of a frame; the block is empty after that. */
  take(): Buffer {
    const counts = new Bytes(32)
    counts.whole(this.facts)
    counts.whole(this.#accounts.size)
    counts.whole(this.#templates.size)
    const columns = [
      this.#accountLengths,
      this.#names,
      this.#templateLengths,
      this.#texts,
      this.#accountColumn,
      this.#templateColumn,
      this.#atColumn,
      this.#values,
    ]
    for (const { length } of columns) counts.whole(length)
    const body = Buffer.concat([counts.written, ...columns.map(({ written }) => written)])
    for (const column of columns) column.clear()
    this.#accounts.clear()
    this.#templates.clear()
    this.#last = 0
    this.facts = 0
    return body
  }
}
