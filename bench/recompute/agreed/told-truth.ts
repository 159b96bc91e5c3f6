import { type Fact, type Instant, minor, type Minor, type Policy } from '#machines'
import type { Truth } from '#simulator'

type Of<K extends Fact['kind']> = Extract<Fact, { readonly kind: K }>
type Charge = Truth['charges'][number]
type Attempted = Extract<Of<'decided'>['effect'], { readonly kind: 'start attempt' }>

const isA =
  <K extends Fact['kind']>(kind: K) =>
  (fact: Fact): fact is Of<K> =>
    fact.kind === kind

/**
 * What happened outside, as far as an account's facts tell of it: what was asked, which money came, went back, and was taken by a
 * bank. Nothing of it is worked out by whoever recomputes.
 */
export function toldTruth(facts: readonly Fact[], { currency }: Policy): Pick<Truth, 'commands' | 'charges' | 'refunds' | 'disputes'> {
  const effects = facts.filter(isA('decided')).map(({ effect }) => effect)
  const sent = new Map<string, Attempted>()
  for (const effect of effects) if (effect.kind === 'start attempt' && effect.send === 1) sent.set(effect.attempt, effect)
  const charges = new Map<string, Charge>()
  for (const { attempt, charge: id, at, payment } of facts.flatMap(paidBy)) {
    const asked = sent.get(attempt)
    const before = charges.get(id)
    if (asked === undefined || (before !== undefined && before.at <= at)) continue
    charges.set(id, {
      id,
      owner: asked.who,
      intent: payment,
      invoice: undefined,
      method: asked.method,
      key: asked.attempt,
      amount: asked.amount,
      currency,
      at,
      outcome: 'succeeded',
      code: undefined,
      metadata: { invoice: asked.invoice },
    })
  }
  return {
    commands: facts.filter(isA('command accepted')).map(({ id, who, command, at, recordedAt }) => ({
      id,
      who,
      command,
      sentAt: at,
      repliedAt: recordedAt,
      reply: { kind: 'accepted' },
      at: 'system',
    })),
    charges: [...charges.values()].toSorted((a, b) => a.at - b.at),
    refunds: refundsIn(facts, effects),
    disputes: disputesIn(facts, charges, currency),
  }
}

/** Any fact that says that an attempt was paid. */
function paidBy(
  fact: Fact,
): readonly { readonly attempt: string; readonly charge: string; readonly payment: string; readonly at: Instant }[] {
  if (fact.kind === 'payment succeeded') return [fact]
  if (fact.kind !== 'payment read' || fact.found.status !== 'paid') return []
  return [{ attempt: fact.attempt, at: fact.at, ...fact.found }]
}

/** Those that we asked for, and those that somebody gave at the provider; told of twice, a refund is one. */
function refundsIn(facts: readonly Fact[], effects: readonly Of<'decided'>['effect'][]): Truth['refunds'] {
  const refunds = new Map<string, Truth['refunds'][number]>()
  const put = (id: string, owner: string, charge: string, amount: Minor, at: Instant): void => {
    const before = refunds.get(id)
    if (before === undefined || at < before.at)
      refunds.set(id, { id, owner, charge, amount, at, status: 'succeeded', key: undefined, metadata: {} })
  }
  for (const { who, provider, charge, amount, at } of facts.filter(isA('refund told'))) put(provider, who, charge, amount, at)
  for (const { who, provider, refund, at } of facts.filter(isA('refund succeeded'))) {
    const asked = effects.find((each) => each.kind === 'start refund' && each.refund === refund)
    if (asked?.kind === 'start refund') put(provider, who, asked.charge, asked.amount, at)
  }
  return [...refunds.values()].toSorted((a, b) => a.at - b.at)
}

/** A step of a dispute says what a bank has by then; what moved with it is the difference. */
function disputesIn(facts: readonly Fact[], charges: ReadonlyMap<string, Charge>, currency: Policy['currency']): Truth['disputes'] {
  const has = new Map<string, number>()
  return facts
    .filter(isA('dispute told'))
    .toSorted((a, b) => a.at - b.at || a.turn - b.turn || a.recordedAt - b.recordedAt)
    .map(({ dispute: id, who: owner, charge, stands, taken, at }) => {
      const moved = minor((has.get(id) ?? 0) - taken)
      has.set(id, taken)
      return { id, owner, charge, amount: charges.get(charge)?.amount ?? taken, currency, at, status: statuses[stands], moved }
    })
}

const statuses = {
  asked: 'inquiry',
  taken: 'needs response',
  lost: 'lost',
  won: 'won',
  dropped: 'inquiry closed',
} as const satisfies Readonly<Record<Of<'dispute told'>['stands'], Truth['disputes'][number]['status']>>
