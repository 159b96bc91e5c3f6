import type { AccountState } from '../domain/account.ts'
import type { Command } from '../domain/command.ts'
import type { Effect } from '../domain/effect.ts'
import {
  cardReplaced,
  methodDetached,
  customerCreated,
  decided,
  disputeTold,
  type DisputeStanding,
  type Fact,
  methodAttached,
  methodRefused,
  paymentFailed,
  paymentNeedsAction,
  paymentProcessing,
  paymentRead,
  paymentSucceeded,
  paymentUnknown,
  refundFailed,
  refundSucceeded,
  refundTold,
} from '../domain/fact.ts'
import { minor, type Minor } from '../domain/money.ts'
import { days, type Duration, hours, type Instant, later, seconds } from '../domain/instant.ts'
import type { Policy } from '../domain/policy.ts'
import { nextDue } from '../advance.ts'
import { decide } from '../decide.ts'
import { type Parts, standardParts } from '../parts.ts'
import { recompute } from '../recompute.ts'

/**
 * How one attempt comes out. `unknown, …` gives no answer, and a look-up shows the rest; `lost` never arrived;
 * `silent` has no answer, and its look-ups have none until the tenth shows it paid. `told late` is paid at once, and
 * we hear of it two hours later. `ordered, …` is taken as an order, and comes out five days later; of `ordered, silent` nobody tells, and
 * a look-up shows it paid.
 */
export const outcomes = [
  'paid',
  'soft',
  'hard',
  'action',
  'ours',
  'unknown, paid',
  'unknown, soft',
  'unknown, lost',
  'silent',
  'told late',
  'ordered, paid',
  'ordered, soft',
  'ordered, hard',
  'ordered, silent',
] as const
export type Outcome = (typeof outcomes)[number]

/** A life of one account as data: what is asked, how payments come out, and how far it is followed. */
export interface Play {
  readonly commands: readonly { readonly at: Instant; readonly command: Command }[]
  /** By purpose, attempt after attempt; `paid` when nothing is said. */
  readonly outcomes?: Readonly<Record<string, readonly Outcome[]>> | undefined
  /** For attempts in the order in which they start, whatever they pay for. */
  readonly inTurn?: readonly Outcome[] | undefined
  /** Methods by ordinal that the provider does not take. */
  readonly refusedMethods?: readonly number[] | undefined
  /** Refunds fail so often before they succeed. */
  readonly refundsFail?: number | undefined
  /** The network replaces the nth card, and says until when the new one is good. */
  readonly cards?: readonly { readonly at: Instant; readonly ordinal: number; readonly expires: string }[] | undefined
  /** Somebody takes the nth method off at the provider. */
  readonly detaches?: readonly { readonly at: Instant; readonly ordinal: number }[] | undefined
  /** What banks say of payments that came in, by purpose. */
  readonly banks?: readonly BankSays[] | undefined
  /** What somebody gives back at the provider's dashboard. */
  readonly dashboard?: readonly GivenBack[] | undefined
  /** From every question to its answer; two seconds when nothing is said. */
  readonly latency?: Duration | undefined
  readonly until: Instant
}

/** A bank takes up the latest payment for something; it has what is left of it while it holds or keeps it. */
export interface BankSays {
  readonly at: Instant
  /** What was paid for, or which of the payments that came in by then; nothing happens where none did. */
  readonly of: string | number
  readonly stands: DisputeStanding
  /** When we hear of it; at once when nothing is said. */
  readonly heardAt?: Instant | undefined
}

/** Somebody gives a payment back, or a part of it; nothing where nothing is left, or a bank has it. */
export interface GivenBack {
  readonly at: Instant
  readonly of: BankSays['of']
  /** All that is left when nothing is said. */
  readonly amount?: Minor | undefined
}

/** From an order to what becomes of it. */
const settles = days(5)

/** What the provider asks for a dispute, in minor units. */
const fee = minor(1_500)

export interface Played {
  readonly facts: readonly Fact[]
  readonly state: AccountState
  readonly refusals: readonly string[]
  readonly effects: readonly { readonly at: Instant; readonly effect: Effect }[]
}

/** Plays a life through decide and recompute, with a provider that does as the play says. */
export function play(life: Play, policy: Policy, parts: Parts = standardParts, who = 'ada'): Played {
  const latency = life.latency ?? seconds(2)
  const facts: Fact[] = []
  const refusals: string[] = []
  const effects: { at: Instant; effect: Effect }[] = []
  const coming: Fact[] = []
  const queue = [...life.commands]
  const banks = [...(life.banks ?? [])]
  const cards = [...(life.cards ?? [])]
  const dashboard = [...(life.dashboard ?? [])]
  const detaches = [...(life.detaches ?? [])]
  const asked = new Map<string, number>()
  const refundTries = new Map<string, number>()
  let now = life.commands[0]?.at ?? life.until
  let state = recompute(facts, policy, now, parts, who).state

  const settle = (): void => {
    for (let round = 0; round < 50; round++) {
      const result = recompute(facts, policy, now, parts, who)
      state = result.state
      if (result.owed.length === 0) return
      for (const effect of result.owed) {
        facts.push(decided(effect, now))
        effects.push({ at: now, effect })
        coming.push(...answer(effect, now))
      }
    }
    throw new Error(`what is owed does not come to an end: ${effects.at(-1)?.effect.key}`)
  }

  /** A payment that came in by now, and what went back of it. */
  const paidFor = (of: BankSays['of']) => {
    const { attempts, refunds, invoices } = state
    const paid = attempts.filter((each) => each.state === 'paid')
    const attempt = typeof of === 'number' ? paid[of % paid.length] : paid.findLast((each) => invoices[each.invoice]?.purpose === of)
    if (attempt?.charge === undefined && typeof of === 'string') throw new Error(`no payment for ${of} has come in by then`)
    if (attempt?.charge === undefined) return undefined
    const back = refunds.reduce((sum, each) => sum + (each.charge === attempt.charge && each.state === 'succeeded' ? each.amount : 0), 0)
    return { charge: attempt.charge, amount: attempt.amount, back }
  }

  const givenBack = ({ at, of, amount }: GivenBack): readonly Fact[] => {
    const paid = paidFor(of)
    const left = paid === undefined ? 0 : paid.amount - paid.back
    const isWithBank = state.disputes.some(({ charge, held, lost }) => charge === paid?.charge && held + lost > 0)
    if (paid === undefined || left === 0 || isWithBank) return []
    const told = { provider: `re_${paid.charge}_${paid.back}`, charge: paid.charge, amount: minor(Math.min(amount ?? left, left)) }
    return [refundTold(who, told, { at }, state.turn)]
  }

  const told = ({ at, of, stands, heardAt }: BankSays): readonly Fact[] => {
    const attempt = paidFor(of)
    if (attempt === undefined) return []
    const { back } = attempt
    const has = stands === 'taken' || stands === 'lost'
    const step = (asked.get(attempt.charge) ?? 0) + 1
    asked.set(attempt.charge, step)
    const taken = minor(has ? attempt.amount - back : 0)
    const fees = minor(stands === 'asked' || stands === 'dropped' || attempt.amount === back ? 0 : fee)
    const dispute = { dispute: `dp_${attempt.charge}`, charge: attempt.charge, stands, taken, fees }
    return [disputeTold(who, dispute, step, { at, recordedAt: heardAt ?? at }, state.turn)]
  }

  const outcomeOf = (attempt: string): Outcome => {
    const starts = effects.flatMap(({ effect }) => (effect.kind === 'start attempt' && effect.send === 1 ? [effect] : []))
    const turn = starts.findIndex((start) => start.attempt === attempt)
    const start = starts[turn]
    return start === undefined ? 'paid' : (life.outcomes?.[start.purpose]?.[start.ordinal - 1] ?? life.inTurn?.[turn] ?? 'paid')
  }

  const answer = (effect: Effect, at: Instant): readonly Fact[] => {
    const then = later(at, latency)
    switch (effect.kind) {
      case 'create customer':
        return [customerCreated(effect.who, `cus_${effect.who}`, { at: then })]
      case 'attach method': {
        const ordinal = Number(effect.key.slice(effect.key.lastIndexOf(' ') + 1))
        return [
          life.refusedMethods?.includes(ordinal) === true
            ? methodRefused(effect.key, { at: then })
            : methodAttached(effect.key, `pm_${ordinal}`, { at: then }),
        ]
      }
      case 'start attempt': {
        const { attempt } = effect
        const payment = `pi_${attempt}`
        const outcome = effect.send > 1 ? 'paid' : outcomeOf(attempt)
        if (outcome === 'paid') return [paymentSucceeded(attempt, { payment, charge: `ch_${attempt}` }, { at: then })]
        if (outcome === 'told late')
          return [paymentSucceeded(attempt, { payment, charge: `ch_${attempt}` }, { at: then, recordedAt: later(then, hours(2)) })]
        if (outcome === 'action') return [paymentNeedsAction(attempt, payment, { at: then })]
        if (outcome === 'soft' || outcome === 'hard' || outcome === 'ours') return [paymentFailed(attempt, outcome, { at: then }, payment)]
        if (outcome.startsWith('ordered')) {
          const taken = paymentProcessing(attempt, payment, { at: then })
          const settled = later(then, settles)
          if (outcome === 'ordered, silent') return [taken]
          return [
            taken,
            outcome === 'ordered, paid'
              ? paymentSucceeded(attempt, { payment, charge: `ch_${attempt}` }, { at: settled })
              : paymentFailed(attempt, outcome === 'ordered, soft' ? 'soft' : 'hard', { at: settled }, payment),
          ]
        }
        return [paymentUnknown(attempt, { at: then })]
      }
      case 'look up attempt': {
        const { attempt } = effect
        const payment = `pi_${attempt}`
        const count = Number(effect.key.slice(effect.key.lastIndexOf(' ') + 1))
        const outcome = outcomeOf(attempt)
        const paid = { status: 'paid', payment, charge: `ch_${attempt}` } as const
        const found =
          outcome === 'unknown, soft'
            ? ({ status: 'failed', payment, code: 'soft' } as const)
            : outcome === 'unknown, lost'
              ? ({ status: 'not found' } as const)
              : paid
        if (outcome === 'told late' || (outcome === 'silent' && count < 10)) return [paymentUnknown(attempt, { at: then })]
        return [paymentRead(attempt, found, { start: at, end: then })]
      }
      case 'cancel payment':
        return [paymentFailed(effect.attempt, 'canceled', { at: then }, effect.payment)]
      case 'answer bank':
        return [
          effect.succeeds
            ? paymentSucceeded(effect.attempt, { payment: effect.payment, charge: `ch_${effect.attempt}` }, { at: then })
            : paymentFailed(effect.attempt, 'soft', { at: then }, effect.payment),
        ]
      case 'start refund': {
        const tries = (refundTries.get(effect.refund) ?? 0) + 1
        refundTries.set(effect.refund, tries)
        return [
          tries <= (life.refundsFail ?? 0)
            ? refundFailed(effect.refund, tries, 'soft', { at: then })
            : refundSucceeded(effect.refund, `re_${effect.refund}`, { at: then }),
        ]
      }
      case 'number invoice':
      case 'send notice':
      case 'raise alert':
        return []
      default:
        return effect satisfies never
    }
  }

  settle()
  for (let moves = 0; moves < 5_000; moves++) {
    const arrives = coming.reduce((least, fact) => Math.min(least, fact.recordedAt), Infinity)
    const bank = banks[0]?.heardAt ?? banks[0]?.at ?? Infinity
    const said = Math.min(bank, cards[0]?.at ?? Infinity, detaches[0]?.at ?? Infinity, dashboard[0]?.at ?? Infinity)
    const next = Math.min(arrives, said, queue[0]?.at ?? Infinity, nextDue(state))
    if (next > life.until) {
      now = life.until
      settle()
      return { facts, state, refusals, effects }
    }
    now = Math.max(now, next) as Instant
    for (const fact of coming.filter((each) => each.recordedAt <= now)) {
      coming.splice(coming.indexOf(fact), 1)
      facts.push(fact)
    }
    settle()
    while (cards[0] !== undefined && cards[0].at <= now) {
      const { ordinal, expires, at } = cards.shift()!
      facts.push(cardReplaced(who, `pm_${ordinal}`, expires, { at }, state.turn))
      settle()
    }
    while (detaches[0] !== undefined && detaches[0].at <= now) {
      const { ordinal, at } = detaches.shift()!
      facts.push(methodDetached(who, `pm_${ordinal}`, { at }, state.turn))
      settle()
    }
    while (banks[0] !== undefined && (banks[0].heardAt ?? banks[0].at) <= now) {
      facts.push(...told(banks.shift()!))
      settle()
    }
    while (dashboard[0] !== undefined && dashboard[0].at <= now) {
      facts.push(...givenBack(dashboard.shift()!))
      settle()
    }
    while (queue[0] !== undefined && queue[0].at <= now) {
      const { command } = queue.shift()!
      const decision = decide(state, command, now, policy, parts)
      if (decision.kind === 'accepted') facts.push(decision.fact)
      else refusals.push(decision.reason)
      settle()
    }
  }
  throw new Error('the play does not come to an end')
}
