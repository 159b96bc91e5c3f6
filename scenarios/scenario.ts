import type { Command, CommandKind, Duration, Instant, Method, Minor, PlanKey, Policy, Who } from '#machines'
import { days, defaultPolicy } from '#machines'
import type { ChoiceRecord, StoryLine, Value, Workload } from '#simulator'

/** Commands written by hand: the same in every seed, which draws only what the world does to them. */
export interface Story {
  readonly kind: 'story'
  /** `renewals/card-expires-before-renewal` */
  readonly name: string
  readonly about: string
  readonly needs?: Need | undefined
  readonly workload: Workload
  /** What goes wrong in it as it is written, by the names of the choices; a seed draws its own instead. */
  readonly happens?: ChoiceRecord | undefined
}

/**
 * What a system must be or do before a scenario means anything there: begin signups that end on the provider's page, keep books
 * of its own, or take all of these commands itself.
 */
export type Need = 'checkout' | 'own books' | readonly CommandKind[]

/** Commands drawn: a seed's number decides them all. */
export interface Drawn {
  readonly kind: 'drawn'
  readonly name: string
  readonly about: string
  readonly needs?: Need | undefined
  /** Currencies and zones that its seeds come to, as `placeOf` says them; a storm tells which it did not come to. */
  readonly places?: readonly string[] | undefined
  /** @param starts when the first customer comes; undefined, or where it is the same for all seeds: the seed decides that as well */
  readonly workloadFor: (seed: number, starts?: Instant) => Workload
}

export type Scenario = Story | Drawn

/** Which money a workload is about, and by which clocks: `kwd in Pacific/Apia`. */
export const placeOf = ({ currency, zone }: Pick<Policy, 'currency' | 'zone'>): string => `${currency} in ${zone}`

/** Who asks what; `day` and `at` say when. */
interface Ask {
  readonly who: Who
  readonly command: Command
}
export interface Timed extends Ask {
  readonly at: Duration
}

/**
 * A story from its lines. A line's id is its verb, with an ordinal from the customer's second on.
 * @throws RangeError when a line comes after the story's end: an author's mistake
 */
export function scenario(
  name: string,
  about: string,
  told: {
    readonly starts: Instant
    readonly lasts: Duration
    readonly policy?: Policy
    readonly needs?: Need
    readonly story: readonly Timed[]
    readonly happens?: Readonly<Record<string, Value>>
  },
): Story {
  const late = told.story.find(({ at }) => at > told.lasts)
  if (late !== undefined) throw new RangeError(`${name}: ${late.who} would ${late.command.do} after the story's end; let it last longer`)
  const { starts, lasts, policy = defaultPolicy } = told
  const workload: Workload = { scenario: name, starts, lasts, policy, story: numbered(told.story) }
  return { kind: 'story', name, about, needs: told.needs, workload, happens: new Map(Object.entries(told.happens ?? {})) }
}

/** Lines with ids that are the same whoever else takes part. */
export function numbered(story: readonly Timed[]): readonly StoryLine[] {
  const counts = new Map<string, number>()
  return story.map(({ who, at, command }) => {
    const key = `${who}/${command.do}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return { id: count === 1 ? command.do : `${command.do} ${count}`, who, at, command }
  })
}

export const at = (span: Duration, ask: Ask): Timed => ({ ...ask, at: span })
export const day = (count: number, ask: Ask): Timed => at(days(count), ask)

export const subscribe = (
  who: Who,
  terms: { readonly plan: PlanKey; readonly quantity?: number; readonly method?: Method; readonly trial?: Duration },
): Ask => ({ who, command: { do: 'subscribe', quantity: 1, method: 'card', ...terms } })
/** Who is sent invoices, with a card on file or without one. */
export const onTerms = (who: Who, terms: { readonly plan: PlanKey; readonly terms: Duration; readonly method?: Method }): Ask => ({
  who,
  command: { do: 'subscribe', quantity: 1, ...terms },
})
export const changePlan = (who: Who, plan: PlanKey): Ask => ({ who, command: { do: 'change plan', plan } })
export const changeQuantity = (who: Who, quantity: number): Ask => ({ who, command: { do: 'change quantity', quantity } })
export const cancelNow = (who: Who): Ask => ({ who, command: { do: 'cancel', when: 'now' } })
export const cancelAtPeriodEnd = (who: Who): Ask => ({ who, command: { do: 'cancel', when: 'period end' } })
export const updateMethod = (who: Who, method: Method): Ask => ({ who, command: { do: 'update method', method } })
export const authenticate = (who: Who): Ask => ({ who, command: { do: 'authenticate', succeeds: true } })
export const failAuthentication = (who: Who): Ask => ({ who, command: { do: 'authenticate', succeeds: false } })
/** All of the oldest debt, or a part of it. */
export const payDebt = (who: Who, amount?: Minor): Ask => ({
  who,
  command: amount === undefined ? { do: 'pay debt' } : { do: 'pay debt', amount },
})
/** What an operator does about the open invoice. */
export const voidInvoice = (who: Who): Ask => ({ who, command: { do: 'void invoice' } })
export const writeOff = (who: Who): Ask => ({ who, command: { do: 'write off' } })
export const markPaid = (who: Who, amount?: Minor): Ask => ({
  who,
  command: amount === undefined ? { do: 'mark paid' } : { do: 'mark paid', amount },
})
export const grantCredit = (who: Who, amount: Minor): Ask => ({ who, command: { do: 'grant credit', amount } })
/** An operator looks at what is stored of an account beside its facts, or has it put right. */
export const recompute = (who: Who, terms: { readonly operator: string; readonly apply: boolean }): Ask => ({
  who,
  command: { do: 'recompute', ...terms },
})
export const refund = (who: Who, amount?: Minor): Ask => ({
  who,
  command: amount === undefined ? { do: 'refund' } : { do: 'refund', amount },
})
