import { mix } from '../kernel/choices.ts'
import { segment } from '../kernel/name.ts'
import { isRecordId } from './ids.ts'

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** How long the part after the prefix is, as the vendor has it. */
const lengthOf: Readonly<Record<string, number>> = { cus: 14, prod: 14, si: 14, cs: 58 }

/** An id of the vendor's look for a record id; the same for the same record, whatever else exists. */
function veiled(id: string): string {
  const cut = id.indexOf('_')
  const prefix = id.slice(0, cut)
  const { h1, h2 } = segment(id)
  let text = prefix === 'cs' ? 'cs_test_' : prefix === 'sched' ? 'sub_sched_' : `${prefix}_`
  for (let index = 0, count = lengthOf[prefix] ?? 24; index < count; index++) text += letters[mix(h1, index, h2, 0x1d) % letters.length]
  return text
}

const secret = /^((?:pi|seti)_[a-z0-9]+_[1-9][0-9]*)(_secret_.*)$/
const address = /^(?:https?:\/)?\//
const idInside = /[a-z]+_[a-z0-9]+_[1-9][0-9]*/g

/**
 * Shows a system ids of the vendor's look and takes them back. In records, names and traces the readable ids remain.
 * An id is known once it was shown, or once it was asked for by its readable form.
 */
export class OpaqueIds {
  readonly #known = new Map<string, string>()
  readonly #shown = new Map<string, string>()

  /** @param named record ids that are called otherwise toward the system, each under its own name */
  constructor(named: ReadonlyMap<string, string> = new Map()) {
    for (const [id, name] of named) {
      this.#shown.set(id, name)
      this.#known.set(name, id)
    }
  }

  #text(text: string): string {
    const before = this.#shown.get(text)
    if (before !== undefined) return before
    if (isRecordId(text)) {
      const shown = veiled(text)
      this.#shown.set(text, shown)
      this.#known.set(shown, text)
      return shown
    }
    const parts = secret.exec(text)
    if (parts !== null) {
      const shown = this.#text(parts[1]!) + parts[2]!
      this.#known.set(shown, text)
      return shown
    }
    return address.test(text) ? text.replaceAll(idInside, (id) => (isRecordId(id) ? this.#text(id) : id)) : text
  }

  /** Data as the system sees it. Ids are whole texts, or stand in client secrets and addresses. */
  show(value: unknown): unknown {
    if (typeof value === 'string') return value.includes('_') ? this.#text(value) : value
    if (Array.isArray(value)) return value.map((each) => this.show(each))
    if (typeof value !== 'object' || value === null) return value
    const shown: Record<string, unknown> = {}
    for (const key in value) {
      const member = (value as Record<string, unknown>)[key]
      if (member !== undefined) shown[key] = this.show(member)
    }
    return shown
  }

  /** Data as the twin knows it. */
  take(value: unknown): unknown {
    if (typeof value === 'string') return this.#known.get(value) ?? value
    if (Array.isArray(value)) return value.map((each) => this.take(each))
    if (typeof value !== 'object' || value === null) return value
    const taken: Record<string, unknown> = {}
    for (const key in value) taken[key] = this.take((value as Record<string, unknown>)[key])
    return taken
  }
}
