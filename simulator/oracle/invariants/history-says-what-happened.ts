import type { HistoryLabel, HistoryRow, InvoiceRow } from '#machines'
import { paysFor } from '../captured.ts'
import { disputesIn, disputesOn, isHeld, isLost } from '../disputes.ts'
import { cameByBank } from '../out-of-band.ts'
import type { TruthCharge } from '../../provider/provider.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { uninformed } from '../waiting.ts'
import { about, inMoney, witness } from '../witness.ts'

/** A billing history calls each invoice what became of it: resolved is not paid, and what went back is not paid either. */
export const historySaysWhatHappened: Invariant = {
  code: 'BS051',
  name: 'the history says what happened',
  when: 'end',
  stance: 'policy',
  rests: 'truth',
  needs: ['history', 'invoices', 'ledger'],
  applies: (scene) => scene.view.invoices?.length ?? 0,
  violations(scene) {
    const lines = new Map<string, HistoryRow[]>()
    for (const row of scene.view.history ?? []) lines.set(row.invoice, [...(lines.get(row.invoice) ?? []), row])
    const found: Witness[] = []
    const waits = scene.truth.disputes.length === 0 ? undefined : uninformed(scene)
    const cash = cashByCause(scene)
    for (const invoice of scene.view.invoices ?? []) {
      const told = lines.get(invoice.id) ?? []
      lines.delete(invoice.id)
      const [row] = told
      if (row === undefined) found.push(of(invoice, 'missing', 'is in no billing history'))
      else if (told.length > 1) found.push(of(invoice, 'twice', `is ${told.length} times in the billing history`))
      // What a bank said last may be on its way.
      else if (waits?.has(invoice.who) !== true || disputesOn(scene, invoice).length === 0) judge(scene, invoice, row, cash, found)
    }
    for (const [id, [row]] of lines)
      found.push(
        witness('of nothing', row?.who, [about('history', id)], `the billing history tells of ${id}, and there is no such invoice`),
      )
    return found
  },
}

function judge(scene: Scene, invoice: InvoiceRow, row: HistoryRow, cash: Cash, found: Witness[]): void {
  const { received, returned } = moneyOf(scene, invoice, cash)
  const label = labelOf(scene, invoice, received, returned)
  const money = `${inMoney(scene.policy, received)} came in, ${inMoney(scene.policy, returned)} went back`
  if (row.label !== label)
    found.push(of(invoice, `${label} shown as ${row.label}`, `is ${label} (${money}) and the billing history calls it ${row.label}`))
  else if (row.received !== received || row.returned !== returned)
    found.push(
      of(
        invoice,
        'money',
        `is ${label}: ${money}; the billing history says ${inMoney(scene.policy, row.received)} and ${inMoney(scene.policy, row.returned)}`,
      ),
    )
}

/** What is booked as cash, by what it is booked for; minor units. */
type Cash = ReadonlyMap<string, number>

function cashByCause({ view }: Scene): Cash {
  const cash = new Map<string, number>()
  for (const { account, cause, amount } of view.ledger ?? []) if (account === 'cash') cash.set(cause, (cash.get(cause) ?? 0) + amount)
  return cash
}

/**
 * What the ledger has of the invoice's own money: the cash of the provider's charges for it and of their refunds, and what an
 * operator says came by the bank. A charge
 * that was booked as owed to the customer came too late to pay for anything.
 */
function moneyOf(scene: Scene, invoice: InvoiceRow, cash: Cash): { readonly received: number; readonly returned: number } {
  const { charges, refunds } = scene.truth
  let [received, returned] = [cameByBank(scene, invoice), 0]
  for (const charge of charges) {
    if (charge.outcome !== 'succeeded' || !paysFor(charge, invoice)) continue
    if (!pays(scene, charge)) continue
    received += cash.get(charge.id) ?? 0
    for (const refund of refunds) if (refund.charge === charge.id) returned -= cash.get(refund.id) ?? 0
    // What is only held is not returned yet.
    for (const dispute of disputesIn(scene)) if (dispute.charge === charge.id && isLost(dispute)) returned += dispute.taken
  }
  return { received, returned }
}

/** Money that was booked as owed to the customer came too late to pay for anything. */
function pays({ view }: Scene, { metadata }: TruthCharge): boolean {
  const attempt = metadata['attempt']
  return !(view.ledger ?? []).some(({ account, cause, amount }) => account === 'credit' && amount > 0 && cause === attempt)
}

const paidWith = (scene: Scene, id: string): boolean => scene.truth.charges.some((charge) => charge.id === id && pays(scene, charge))

function labelOf(scene: Scene, invoice: InvoiceRow, received: number, returned: number): HistoryLabel {
  let [owed, reversed] = [0, false]
  for (const { account, cause, amount } of scene.view.ledger ?? []) {
    if (account !== 'receivable' || cause !== invoice.id) continue
    owed += amount
    reversed ||= amount < 0
  }
  if (owed > 0) return 'open'
  // The rest never came.
  const settled = received - (invoice.over ?? 0)
  const isPart = settled > 0 && settled + (invoice.credited ?? 0) < invoice.total
  const disputes = disputesOn(scene, invoice).filter(({ charge }) => paidWith(scene, charge))
  if (!isPart && disputes.some(isHeld)) return 'disputed'
  if (!isPart && disputes.some(isLost)) return 'charged back'
  switch (invoice.status) {
    case 'quote':
      return isPart ? 'partly paid' : 'offered'
    case 'open':
      return 'open'
    // Nothing was lost, so nothing should say so.
    case 'charged back':
      return 'paid'
    case 'void':
      return 'voided'
    case 'uncollectible':
      return isPart ? 'partly paid' : reversed ? 'written off' : 'voided'
    case 'paid':
      if (settled <= 0) return invoice.total <= (invoice.credited ?? 0) ? 'nothing due' : 'voided'
      return returned === 0 ? 'paid' : returned < received ? 'partly refunded' : 'refunded'
    default:
      return invoice.status satisfies never
  }
}

const of = (invoice: InvoiceRow, clause: string, says: string): Witness =>
  witness(clause, invoice.who, [about('invoice', invoice.id)], `${invoice.who}'s ${invoice.id} ${says}`)
