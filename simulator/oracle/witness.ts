import type { Minor, Policy, Who } from '#machines'
import { inWords } from '#machines'
import type { Witness } from './scene.ts'

/** An object that shows what is wrong. */
export const about = (kind: string, id: string): Witness['subjects'][number] => ({ kind, id })

export const witness = (clause: string, who: Who | undefined, subjects: Witness['subjects'], says: string): Witness => ({
  clause,
  who,
  subjects,
  says,
})

/** An amount in the words of the policy's currency: `19.99`. */
export const inMoney = (policy: Policy, amount: number): string => inWords(amount as Minor, policy.currency)
