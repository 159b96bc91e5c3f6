import type { Coupon, Instant, InvoiceRow, Policy, Who } from '#machines'
import { chargeUnitOf } from '#machines'
import { agreedBy, lastAgreed } from './agreed.ts'
import { boundaryAfter } from './boundaries.ts'
import { rational, rounded } from './rational.ts'
import type { CommandTruth, Scene } from './scene.ts'
import { isBinding, isCycle, positive } from './standing.ts'
import { isSwitch } from './switches.ts'

/** Coupons that lower a period, in the order in which they are taken off; none: it costs what the catalogue says. */
export type Offer = readonly Coupon[]

/** What may have lowered the period which an invoice begins. */
export type Offers = readonly Offer[]

const listPrice: Offers = [[]]
const nobody: ReadonlyMap<string, Offers> = new Map()

/** By the id of each invoice that begins a period; whoever never redeemed anything is not in it. */
export function offersIn(scene: Scene): ReadonlyMap<string, Offers> {
  const { policy, truth, view } = scene
  if (policy.coupons === undefined) return nobody
  const redeeming = new Set<Who>()
  for (const { who, command } of truth.commands) if (command.do === 'apply coupon') redeeming.add(who)
  const found = new Map<string, Offers>()
  for (const who of redeeming) {
    const hands = handsIn(policy, agreedBy(truth.commands, who, isAbout))
    const firsts = new Map<CommandTruth, Firsts>()
    for (const invoice of view.invoices ?? [])
      if (invoice.who === who && isBinding(invoice) && (isCycle(invoice.reason) || isSwitch(invoice)))
        found.set(invoice.id, offersOf(policy, invoice, hands, firsts))
  }
  return found
}

export const offersFor = (all: ReadonlyMap<string, Offers>, invoice: InvoiceRow | undefined): Offers =>
  (invoice === undefined ? undefined : all.get(invoice.id)) ?? listPrice

/** What is left of a price, to what can be charged. */
export function lowered(policy: Policy, price: number, offer: Offer): number {
  let left = price
  for (const { off } of offer)
    if ('amount' in off) left = left < off.amount ? 0 : left - off.amount
    else left -= rounded(rational(left * off.percent, 100), chargeUnitOf(policy))
  return left
}

/** What was asked for of one hand, in order of sending: of any coupon, or, where several count at once, of each by itself. */
function handsIn({ coupons = [], couponsStack }: Policy, agreed: readonly CommandTruth[]): readonly (readonly CommandTruth[])[] {
  if (couponsStack !== true) return [agreed]
  return coupons
    .map(({ key }) => agreed.filter(({ command }) => 'coupon' in command && command.coupon === key))
    .filter((hand) => hand.length > 0)
}

const isAbout = ({ do: word }: CommandTruth['command']): boolean => word === 'apply coupon' || word === 'remove coupon'

/** When a redeemed coupon may have lowered its first period, and when it surely had. */
interface Firsts {
  readonly perhaps: Instant[]
  surely: Instant | undefined
}

/** Whatever may be in one hand may go with whatever is in the others. */
const offersOf = (
  policy: Policy,
  invoice: InvoiceRow,
  hands: readonly (readonly CommandTruth[])[],
  firsts: Map<CommandTruth, Firsts>,
): Offers =>
  hands.reduce<Offers>((offers, agreed) => {
    const perhaps = perhapsIn(policy, invoice, agreed, firsts)
    return offers.flatMap((offer) => perhaps.map((coupon) => (coupon === undefined ? offer : [...offer, coupon])))
  }, listPrice)

/** The coupons of one hand that may lower the period; `undefined` among them: perhaps none. */
function perhapsIn(
  policy: Policy,
  invoice: InvoiceRow,
  agreed: readonly CommandTruth[],
  firsts: Map<CommandTruth, Firsts>,
): readonly (Coupon | undefined)[] {
  const { from } = positive(invoice)!
  const found = new Map<string | undefined, Coupon | undefined>()
  const lowering: CommandTruth[] = []
  for (const hand of lastAgreed(invoice.issuedAt, agreed)) {
    const coupon = hand === undefined ? undefined : couponOf(policy, hand)
    if (hand === undefined || coupon === undefined) {
      found.set(undefined, undefined)
      continue
    }
    const first = firsts.get(hand) ?? { perhaps: [], surely: undefined }
    firsts.set(hand, first)
    for (const since of first.surely === undefined ? [...first.perhaps, undefined] : [...first.perhaps, first.surely])
      if (stillLasts(policy, coupon, since, from)) {
        found.set(coupon.key, coupon)
        if (!lowering.includes(hand)) lowering.push(hand)
      } else found.set(undefined, undefined)
  }
  const [only] = lowering
  if (found.size === 1 && lowering.length === 1) firsts.get(only!)!.surely ??= from
  else for (const hand of lowering) firsts.get(hand)!.perhaps.push(from)
  return [...found.values()]
}

/** A removal leaves nothing in hand. */
const couponOf = ({ coupons = [] }: Policy, { command }: CommandTruth): Coupon | undefined =>
  command.do === 'apply coupon' ? coupons.find(({ key }) => key === command.coupon) : undefined

function stillLasts({ zone }: Policy, { lasts }: Coupon, first: Instant | undefined, from: Instant): boolean {
  if (first === undefined || lasts === 'forever') return true
  return lasts !== 'once' && from < boundaryAfter(first, 'month', lasts.months, zone)
}
