import type { Instant, SubscriptionRow, Who } from '#machines'
import { deadIn, type Kpis, type Look } from './kpis.ts'

/**
 * The same figures once more, from all that was seen of a run that is over: one customer, subscription and moment after another,
 * by other ways than the meter's. It shares no code with it but the shape of a look.
 */
export function recounted(looks: readonly Look[]): Kpis {
  const [first] = looks
  const last = looks.at(-1)
  if (first === undefined || last === undefined)
    return { watched: 0, rollbacks: 0, upgradeDebt: 0, disagreements: 0, recoveries: [], running: 0, covered: 0, deadLetters: undefined }
  const spells = last.cast.flatMap((who) => disagreementsOf(looks, who))
  const times = idsIn(looks).map((id) => timeOf(looks, id))
  const dead = looks.map(({ view }) => deadIn(view)).filter((names) => names !== undefined)
  return {
    watched: last.now - first.now,
    rollbacks: idsIn(looks).reduce((sum, id) => sum + stepsBack(looks, id), 0),
    upgradeDebt: upgradeDebtIn(looks),
    disagreements: spells.length,
    recoveries: spells.flatMap(({ from, to }) => (to === undefined ? [] : [to - from])).toSorted((a, b) => a - b),
    running: times.reduce((sum, { running }) => sum + running, 0),
    covered: times.reduce((sum, { covered }) => sum + covered, 0),
    deadLetters: dead.length === 0 ? undefined : new Set(dead.flat()).size,
  }
}

const idsIn = (looks: readonly Look[]): readonly string[] => [
  ...new Set(looks.flatMap(({ view }) => (view.subscriptions ?? []).map(({ id }) => id))),
]

const rowIn = ({ view }: Look, id: string): SubscriptionRow | undefined => view.subscriptions?.find((row) => row.id === id)

/** How often credit notes say that a subscription was taken down to a level by whoever has it. */
const timesDown = ({ view }: Look, id: string, plan: string, quantity: number): number =>
  (view.credits ?? []).filter(({ item, level }) => item === id && level?.plan === plan && level.quantity === quantity).length

/** The life of a subscription as the sentences it went through; those that say less than the one before, and nobody got money back. */
function stepsBack(looks: readonly Look[], id: string): number {
  let count = 0
  let sentence: { readonly period: string; readonly cost: number; readonly paysFor: boolean; readonly until: number } | undefined
  let last: Look | undefined
  for (const look of looks) {
    const row = rowIn(look, id)
    const next =
      row === undefined
        ? undefined
        : {
            period: `${row.status} since ${row.periodStart ?? 0}`,
            cost: look.costOf(row),
            paysFor: ['active', 'past due'].includes(row.status),
            until: row.periodEnd ?? Infinity,
          }
    if (
      sentence !== undefined &&
      next !== undefined &&
      sentence.paysFor &&
      look.now < sentence.until &&
      sentence.period === next.period &&
      next.cost < sentence.cost &&
      timesDown(look, id, row!.plan, row!.quantity) <= timesDown(last!, id, row!.plan, row!.quantity)
    ) {
      const changes = new Set(
        look.charges
          .filter(({ metadata }) => metadata['item'] === id && ['upgrade', 'quantity'].includes(metadata['reason'] ?? ''))
          .map((each) => each.id),
      )
      if (
        !look.refunds.some(({ charge }) => changes.has(charge)) &&
        !look.disputes.some(({ charge, status }) => status === 'lost' && changes.has(charge))
      )
        count++
    }
    sentence = next
    last = look
  }
  return count
}

/** Spells in which the movements of money that we booked and those at the provider were not the same, at moments when nothing ran. */
function disagreementsOf(looks: readonly Look[], who: Who): readonly { readonly from: Instant; readonly to: Instant | undefined }[] {
  const still = looks.filter(({ at, cast }) => at !== 'commit' && cast.includes(who))
  const differs = still.map(({ view, balance }) => {
    const left = new Map<string, number>()
    for (const { owner, cause, amount } of balance) if (owner === who) left.set(cause, (left.get(cause) ?? 0) + amount)
    for (const { who: whose, account, cause, amount } of view.ledger ?? [])
      if (whose === who && account === 'cash') left.set(cause, (left.get(cause) ?? 0) - amount)
    return [...left.values()].some((amount) => amount !== 0)
  })
  const begins = differs.flatMap((is, index) => (is && differs[index - 1] !== true ? [index] : []))
  return begins.map((begin) => {
    const end = differs.indexOf(false, begin)
    return { from: still[begin]!.now, to: end === -1 ? undefined : still[end]!.now }
  })
}

/** How long a subscription ran that costs something, and for how much of that an invoice stood: by pieces between all edges there are. */
function timeOf(looks: readonly Look[], id: string): { readonly running: number; readonly covered: number } {
  let [running, covered] = [0, 0]
  for (let index = 1; index < looks.length; index++) {
    const [from, to] = [looks[index - 1]!, looks[index]!]
    const row = rowIn(from, id)
    if (row === undefined || !['active', 'past due'].includes(row.status) || from.costOf(row) === 0) continue
    const lines = [from, to].flatMap(({ view }) =>
      (view.invoices ?? []).flatMap(({ subscription, status, lines: all }) =>
        subscription === id && ['quote', 'open', 'paid', 'uncollectible', 'charged back'].includes(status)
          ? all.filter(({ amount }) => amount >= 0)
          : [],
      ),
    )
    const after = rowIn(to, id)
    const goesOn = after !== undefined && ['active', 'past due'].includes(after.status) && to.costOf(after) > 0
    const isBetween = row.periodEnd !== undefined && from.now < row.periodEnd && row.periodEnd < to.now
    const until = !goesOn && isBetween ? row.periodEnd : to.now
    const inside = lines.flatMap((line) => [line.from, line.to]).filter((edge) => from.now < edge && edge < until)
    const edges = [from.now, ...new Set(inside), until].toSorted((a, b) => a - b)
    for (let piece = 1; piece < edges.length; piece++) {
      const [start, end] = [edges[piece - 1]!, edges[piece]!]
      running += end - start
      if (lines.some((line) => line.from <= start && end <= line.to)) covered += end - start
    }
  }
  return { running, covered }
}

/** What unpaid changes cost that were in force at some moment, with nothing paid that said the same of that moment. */
function upgradeDebtIn(looks: readonly Look[]): number {
  const granted = new Set<string>()
  for (const look of looks)
    for (const { id, plan, quantity, status } of look.view.subscriptions ?? []) {
      if (!['active', 'past due'].includes(status) || look.costOf({ plan, quantity }) === 0) continue
      const speaksFor = (look.view.invoices ?? []).filter(
        ({ subscription, lines }) =>
          subscription === id &&
          lines.some(
            (line) =>
              line.amount >= 0 && `${line.quantity} ${line.plan}` === `${quantity} ${plan}` && look.now >= line.from && look.now < line.to,
          ),
      )
      if (speaksFor.every((row) => row.status !== 'paid')) for (const row of speaksFor) granted.add(row.id)
    }
  const atEnd = looks.at(-1)?.view.invoices ?? []
  return atEnd
    .filter(
      ({ id, status, reason, total }) => granted.has(id) && status !== 'paid' && total > 0 && ['upgrade', 'quantity'].includes(reason),
    )
    .reduce((sum, { total, paid }) => sum + total - paid, 0)
}
