import type { Command, CommandReply, Who } from '#machines'
import { days } from '#machines'
import type { ProviderAnswer, Twin, TwinContext } from './provider.ts'

type Answered = Readonly<Record<string, unknown>>

const live: ReadonlySet<string> = new Set(['active', 'trialing', 'past_due', 'unpaid', 'incomplete', 'paused'])

/**
 * A customer or an operator acts at the provider's own pages, since the system has no such command: what follows the
 * system hears of by webhook only.
 */
export function atProvider(twin: Twin, who: Who, command: Command, context: TwinContext): CommandReply {
  const ask = (operation: string, id: string | undefined, params: Answered): ProviderAnswer =>
    twin.handle({ operation, id, params }, context)
  const subscription = twin.subscriptions().findLast((each) => each.owner === who && live.has(each.status))
  const item = subscription?.items[0]
  const oldestOf = (status: string): string | undefined => {
    const found = ask('invoices.list', undefined, { customer: twin.customerOf(who), status, limit: 100 })
    if (found.kind !== 'response' || found.status >= 300) return undefined
    return (found.body as { readonly data: readonly { readonly id: string }[] }).data.at(-1)?.id
  }

  switch (command.do) {
    case 'subscribe': {
      if (subscription !== undefined) return refused(`${who} has a live subscription`)
      // A page takes nobody on without a card, but for a trial.
      if (command.method === undefined && command.trial === undefined && command.terms === undefined) return refused('a method is needed')
      if (command.method !== undefined) twin.setMethod(who, command.method, context)
      const customer = twin.customerOf(who)
      if (command.through === 'checkout') return onPage(twin, who, command, context)
      const trial = command.trial === undefined ? {} : { trial_end: Math.floor((context.now + command.trial) / 1000) }
      const terms =
        command.terms === undefined ? {} : { collection_method: 'send_invoice', days_until_due: Math.floor(command.terms / days(1)) }
      return reply(
        ask('subscriptions.create', undefined, {
          customer,
          items: [{ price: twin.priceOf(command.plan), quantity: command.quantity }],
          ...trial,
          ...terms,
        }),
      )
    }
    // The provider changes at once in any case.
    case 'change plan':
      if (subscription === undefined || item === undefined) return refused('no live subscription')
      return reply(
        ask('subscriptions.update', subscription.id, {
          items: [{ id: item.id, price: twin.priceOf(command.plan) }],
          payment_behavior: 'pending_if_incomplete',
          proration_behavior: 'always_invoice',
        }),
      )
    case 'change quantity':
      if (subscription === undefined || item === undefined) return refused('no live subscription')
      return reply(
        ask('subscriptions.update', subscription.id, {
          items: [{ id: item.id, quantity: command.quantity }],
          payment_behavior: 'pending_if_incomplete',
          proration_behavior: 'always_invoice',
        }),
      )
    case 'cancel':
      if (subscription === undefined) return refused('no live subscription')
      return reply(
        command.when === 'now'
          ? ask('subscriptions.cancel', subscription.id, {})
          : ask('subscriptions.update', subscription.id, { cancel_at_period_end: true }),
      )
    case 'delete account':
      return refused('no page deletes an account')
    case 'undo cancel':
      if (subscription === undefined) return refused('no live subscription')
      return reply(ask('subscriptions.update', subscription.id, { cancel_at_period_end: false }))
    case 'extend trial':
    case 'cut trial': {
      if (subscription?.status !== 'trialing') return refused('no trial runs')
      const ends = subscription.periodEnd
      const until = command.do === 'extend trial' ? ends + command.by : Math.max(context.now, ends - command.by)
      // The page knows `now` as a word of its own.
      return reply(
        ask('subscriptions.update', subscription.id, {
          trial_end: until <= context.now ? 'now' : Math.floor(until / 1000),
          proration_behavior: 'none',
        }),
      )
    }
    case 'update method':
      twin.setMethod(who, command.method, context)
      return { kind: 'accepted' }
    case 'authenticate':
      return twin.authenticate(who, command.succeeds, context) ? { kind: 'accepted' } : refused('no payment waits for an answer')
    case 'assign seat':
    case 'unassign seat':
      return refused('the provider knows a quantity, and no names')
    case 'grant credit':
      return refused('the provider’s pages give no credit here')
    case 'apply coupon':
    case 'remove coupon':
      return refused('the provider’s pages take no coupon here')
    case 'change add-on':
      return refused('the provider’s pages sell nothing beside a plan here')
    case 'set place':
      return refused('the provider’s pages ask for no place here')
    case 'pause':
    case 'resume':
      return refused('the provider’s pages offer no pause')
    case 'void invoice':
    case 'write off':
    case 'mark paid': {
      const invoice = oldestOf('open')
      if (invoice === undefined) return refused('no invoice is open')
      if (command.do === 'mark paid' && command.amount !== undefined) return refused('the provider’s pages take no part of an invoice')
      if (command.do === 'mark paid') return reply(ask('invoices.pay', invoice, { paid_out_of_band: true }))
      return reply(ask(command.do === 'write off' ? 'invoices.mark_uncollectible' : 'invoices.void', invoice, {}))
    }
    case 'pay debt': {
      const invoice = oldestOf('uncollectible')
      if (command.amount !== undefined) return refused('the provider’s pages take no part of an invoice')
      return invoice === undefined ? refused('nothing was given up') : reply(ask('invoices.pay', invoice, {}))
    }
    case 'refund': {
      const { charges, refunds } = twin.books()
      const charge = charges.findLast((each) => each.owner === who && each.outcome === 'succeeded')
      if (charge === undefined) return refused('nothing was paid')
      const left =
        charge.amount -
        refunds.reduce((sum, each) => (each.charge === charge.id && each.status === 'succeeded' ? sum + each.amount : sum), 0)
      const amount = Math.min(command.amount ?? left, left)
      return amount <= 0 ? refused('nothing is left to return') : reply(ask('refunds.create', undefined, { charge: charge.id, amount }))
    }
    case 'recompute':
      return refused('the provider keeps nothing of ours that could be computed anew')
    case 'replay':
      return refused('a provider keeps no jobs of ours')
    default:
      throw new RangeError(`no such command: ${JSON.stringify(command satisfies never)}`)
  }
}

/** A page that somebody linked to, filled in at once; no system knows of it. */
function onPage(twin: Twin, who: Who, command: Command & { readonly do: 'subscribe' }, context: TwinContext): CommandReply {
  const session = twin.handle(
    {
      operation: 'checkout.sessions.create',
      params: {
        mode: 'subscription',
        customer: twin.customerOf(who),
        line_items: [{ price: twin.priceOf(command.plan), quantity: command.quantity }],
        ...(command.trial === undefined ? {} : { subscription_data: { trial_period_days: command.trial / days(1) } }),
      },
    },
    context,
  )
  if (session.kind !== 'response' || session.status >= 300) return reply(session)
  const visit = twin.completeCheckout((session.body as { readonly id: string }).id, command.method ?? 'card', context)
  return visit === 'complete' ? { kind: 'accepted' } : refused(visit)
}

const refused = (reason: string): CommandReply => ({ kind: 'refused', reason })

/** What the pages show when the provider says no is its error's code. */
function reply(answer: ProviderAnswer): CommandReply {
  if (answer.kind !== 'response') return refused(answer.kind)
  if (answer.status < 300) return { kind: 'accepted' }
  const { error } = answer.body as { readonly error?: { readonly code?: string; readonly type?: string } }
  return refused(error?.code ?? error?.type ?? String(answer.status))
}
