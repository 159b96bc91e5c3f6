import type { Fact } from '#machines'
import type { FactMaker } from '../../facts/binary/fact-maker.ts'
import { FactFileError } from '../../facts/fact-file-error.ts'
import type { Templates } from './templates.ts'
import type { ToldAccount, ToldFacts } from './told-facts.ts'

/** Gets a fact of an account, which of the file it is, the place of its template, and where the bytes of its values lie. */
export type TakesFact = (fact: Fact, nth: number, template: number, bytes: Uint8Array, from: number, to: number) => void

/**
 * Makes the facts of an account, in the order in which they came.
 * @param path their file, for whoever is told of an error
 * @throws FactFileError of one that is none
 */
export function makeFactsOf(
  path: string,
  told: ToldFacts,
  account: ToldAccount,
  templates: Templates,
  maker: FactMaker,
  takes: TakesFact,
): void {
  told.each(account, (place, cursor, bytes) => {
    const template = cursor.whole()
    const at = cursor.whole()
    const length = cursor.whole()
    const from = cursor.at
    const nth = told.nth(place)
    let fact: Fact
    try {
      fact = maker.made(templates.at(template), account.who, account.policy, at, cursor)
    } catch (thrown) {
      throw thrown instanceof RangeError ? new FactFileError(path, `fact ${nth}`, thrown.message.replace(/^\./, '')) : thrown
    }
    takes(fact, nth, template, bytes, from, from + length)
  })
}
