/** The rules that keep billstorm from doing harm; docs/decisions/do-no-harm.md has the reasons. */
export const harmRules = ['live key', 'foreign database', 'way out', 'guardian'] as const
export type HarmRule = (typeof harmRules)[number]

/** billstorm does not start, or stops, so as not to do harm. It names the place and what helps, never a secret. */
export interface Refusal {
  readonly kind: 'refused'
  readonly rule: HarmRule
  /** One line for people. */
  readonly says: string
}

export const refused = (rule: HarmRule, says: string): Refusal => ({ kind: 'refused', rule, says })

export function isRefusal(result: unknown): result is Refusal {
  return typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'refused'
}
