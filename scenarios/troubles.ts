import type { Command, Duration, Minor, PlanKey, Policy } from '#machines'
import { days, hours, minor, seconds } from '#machines'
import type { Draw } from './draw.ts'

/** A customer's life as far as what goes wrong in it hangs on that. */
export interface Life {
  /** When a period ends, the first one being 1, counted from the start of the workload. */
  readonly boundary: (n: number) => Duration
  readonly plan: () => PlanKey
  /** What it began with. */
  readonly signup: Act & { readonly command: { readonly do: 'subscribe' } }
  /** Of which whole multiple amounts are. */
  readonly unit: number
  readonly policy: Policy
}

/** Something that is done at a moment of a workload. */
export interface Act {
  readonly at: Duration
  readonly command: Command
}

/** Less than a period costs, or most of it, or more. */
export const partOf = (draw: Draw, unit: number): Minor => minor(draw.among([100, 500, 990, 1_980, 6_000]) * unit)

/**
 * A renewal that the card cannot pay, and what becomes of it: the customer brings another card, leaves
 * the debt, comes back, pays it; an operator takes it back, gives it up, hears from the bank.
 */
export function renewalTroubles(draw: Draw, { boundary, plan, unit }: Life): readonly Act[] {
  if (!draw.chance(300)) return []
  const due = boundary(draw.within(1, 2))
  const acts: Act[] = []
  const at = (moment: number, command: Command): void => {
    acts.push({ at: (moment - (moment % seconds(1))) as Duration, command })
  }
  const within = (from: Duration, to: Duration): Duration => seconds(draw.within(from / 1_000, to / 1_000))
  const card: Command = { do: 'update method', method: 'card' }
  at(due - within(seconds(1), days(6)), {
    do: 'update method',
    method: draw.among(['card without funds', 'card expired', 'card needing authentication']),
  })
  if (draw.chance(150)) at(due + within(hours(1), days(20)), card)
  if (draw.chance(350))
    at(due + draw.among([within(seconds(0), hours(1)), within(hours(1), days(15))]), {
      do: draw.among(['void invoice', 'write off', 'mark paid']),
    })
  // Something comes at the bank: a part, and perhaps the rest; or more than was due.
  if (draw.chance(200)) {
    const first = due + within(hours(1), days(10))
    at(first, { do: 'mark paid', amount: partOf(draw, unit) })
    if (draw.chance(600))
      at(first + within(hours(1), days(6)), draw.chance(500) ? { do: 'mark paid' } : { do: 'mark paid', amount: partOf(draw, unit) })
  }
  // The tries end, or the wait for the customer, half a month after the first.
  const over = due + days(15) + hours(1)
  if (draw.chance(300)) at(over + within(seconds(1), days(8)), { do: 'subscribe', plan: plan(), quantity: 1, method: 'card' })
  if (draw.chance(750)) {
    const pays = over + draw.among([within(seconds(1), hours(1)), within(hours(1), days(14)), within(days(14), days(40))])
    if (draw.chance(500)) at(pays - within(seconds(1), hours(2)), card)
    if (draw.chance(250)) at(over + within(seconds(1), (pays - over) as Duration), { do: 'pay debt', amount: partOf(draw, unit) })
    at(pays, { do: 'pay debt' })
    if (draw.chance(400)) at(pays + within(seconds(1), days(1)), { do: 'authenticate', succeeds: draw.chance(700) })
    if (draw.chance(200)) at(pays + within(seconds(0), days(2)), { do: 'pay debt' })
  }
  return acts
}

/** More, or other, while the period that has just begun may not be paid for yet. */
export function changeSoonAfterRenewal(draw: Draw, { boundary, plan }: Life): readonly Act[] {
  if (!draw.chance(150)) return []
  const at = boundary(draw.within(1, 2)) + seconds(draw.within(hours(1) / 1_000, days(6) / 1_000))
  const command: Command = draw.chance(700) ? { do: 'change quantity', quantity: draw.within(2, 6) } : { do: 'change plan', plan: plan() }
  return [{ at: at as Duration, command }]
}

/**
 * A team that grows: more seats each month, between the renewal's first attempt and the next one. Where that was declined, more is asked
 * for than was paid for.
 */
export function growsEachMonth(draw: Draw, { boundary, policy: { draftWindow, retries } }: Life): readonly Act[] {
  const [gap] = retries
  if (gap === undefined || !draw.chance(300)) return []
  let quantity = draw.within(2, 4)
  return [1, 2, 3].map((nth) => {
    const at = boundary(nth) + draftWindow + seconds(draw.within(1, gap / 1_000))
    return { at: at as Duration, command: { do: 'change quantity', quantity: quantity++ } }
  })
}
