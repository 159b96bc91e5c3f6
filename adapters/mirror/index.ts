import type { InvoiceRow, SubscriptionRow, View } from '#machines'
import { days, minor } from '#machines'
import type { Burst, Delivery, Input, System, WebhookReply, World } from '#simulator'
import { native } from '#simulator'
import { mirrorParts, type Parts, type Shop } from './parts.ts'
import type { Copy } from './project.ts'
import { ask, copyOf } from './refresh.ts'

/** A webhook integration as it should be: an event is a hint, the object is read anew, a daily listing repairs what was missed. */
export function mirror(parts: Parts = mirrorParts, name = 'mirror'): System {
  let world: World
  const shop: Shop = { parts, world: () => world }
  const copies = (table: string): readonly Copy[] => world.list(table, 'mirror').map((stored) => stored.row as Copy)

  return {
    name,
    version: '1',
    capabilities: {
      level: 'native',
      authority: 'provider',
      keeps: 'mirror',
      commands: [],
      jobs: [{ name: 'reconcile', every: days(1), overlaps: false }],
      crash: true,
      clock: 'controlled',
      reconcile: true,
      sights: ['customers', 'subscriptions', 'invoices'],
      listens: [
        'customer.created',
        'customer.subscription.created',
        'customer.subscription.updated',
        'customer.subscription.deleted',
        'invoice.created',
        'invoice.finalized',
        'invoice.paid',
        'invoice.payment_failed',
        'invoice.voided',
        'invoice.marked_uncollectible',
      ],
      endpointVersion: '2026-10-28.endive',
    },
    enter(entered) {
      world = entered
    },
    reset() {},
    receive: (input: Input) => native(input.name, input.kind === 'delivery' ? webhook(shop, input) : reconcile(shop)),
    settle: () => ({ waitsFor: [] }),
    view: () => viewOf(copies),
    close() {},
  }
}

function* webhook(shop: Shop, delivery: Delivery): Burst<WebhookReply> {
  const subject = shop.parts.subjectOf(delivery)
  if (subject === undefined) return { status: 200 }
  const handled = yield* shop.parts.refresh(shop, subject, delivery)
  yield { kind: 'step', landmark: 'before acknowledge' }
  return { status: shop.parts.acknowledge(handled) }
}

/** Compares every object the provider lists with our copy and reads anew what differs. */
function* reconcile(shop: Shop): Burst<void> {
  for (const table of ['subscriptions', 'invoices'] as const) {
    const listed = yield* ask(
      `list provider ${table}`,
      `${table}.list`,
      undefined,
      table === 'invoices' ? { limit: 100 } : shop.parts.listing,
    )
    if (listed?.status !== 200) continue
    for (const object of listed.body['data'] as readonly Readonly<Record<string, unknown>>[]) {
      const copy = shop.parts.project(table, object)
      const stored = yield* copyOf(table, copy.id)
      if (shop.parts.differs(stored, copy)) yield* shop.parts.refresh(shop, { table, id: copy.id }, undefined)
    }
  }
}

function viewOf(copies: (table: string) => readonly Copy[]): View {
  const people = new Map<string, string>()
  for (const copy of copies('customers')) if (copy.is === 'customer') people.set(copy.id, copy.who)
  const subscriptions: SubscriptionRow[] = []
  for (const copy of copies('subscriptions'))
    if (copy.is === 'subscription') {
      const { id, customer, status, plan, quantity, periodStart, periodEnd, cancelAtPeriodEnd } = copy
      subscriptions.push({
        id,
        who: people.get(customer) ?? customer,
        provider: id,
        status,
        plan,
        quantity,
        periodStart,
        periodEnd,
        cancelAtPeriodEnd,
      })
    }
  const invoices: InvoiceRow[] = []
  for (const copy of copies('invoices'))
    if (copy.is === 'invoice') {
      const { id, customer, subscription, reason, status, total, paid, issuedAt } = copy
      invoices.push({
        id,
        who: people.get(customer) ?? customer,
        provider: id,
        subscription,
        number: undefined,
        reason,
        status,
        lines: [],
        total,
        paid,
        refunded: minor(0),
        issuedAt,
      })
    }
  return { customers: [...people].map(([provider, who]) => ({ who, provider })), subscriptions, invoices }
}
