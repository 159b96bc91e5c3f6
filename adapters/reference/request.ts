import type { Effect, Zone } from '#machines'
import { dateWords } from '#machines'
import type { ProviderRequest } from '#simulator'
import { cardFor } from '#simulator'

/**
 * The request that carries an effect out. Its idempotency key is the effect's own path: the same for every try, by
 * whichever worker. Undefined: it is no matter for the provider.
 * @param zone by whose calendar the period is named
 */
export function requestFor(effect: Effect, zone: Zone): ProviderRequest | undefined {
  const { who, key } = effect
  switch (effect.kind) {
    case 'create customer':
      return { operation: 'customers.create', params: { name: who, metadata: { who } }, key }
    case 'attach method':
      return { operation: 'payment_methods.attach', id: cardFor[effect.method], params: { customer: effect.customer }, key }
    case 'start attempt':
      return {
        operation: 'payment_intents.create',
        key: effect.attempt,
        params: {
          amount: effect.amount,
          currency: effect.currency,
          customer: effect.customer,
          payment_method: effect.method,
          confirm: true,
          metadata: {
            who,
            attempt: effect.attempt,
            invoice: effect.invoice,
            item: effect.invoice.slice(0, effect.invoice.lastIndexOf('/')),
            reason: effect.reason,
            purpose: effect.purpose,
            period: dateWords(effect.from, zone),
          },
        },
      }
    case 'look up attempt':
      return effect.payment === undefined
        ? { operation: 'payment_intents.list', params: { limit: 100 } }
        : { operation: 'payment_intents.retrieve', id: effect.payment, params: {} }
    case 'cancel payment':
      return { operation: 'payment_intents.cancel', id: effect.payment, params: {}, key }
    case 'answer bank':
      return { operation: 'payment_intents.authenticate', id: effect.payment, params: { succeeds: effect.succeeds }, key }
    case 'start refund':
      return {
        operation: 'refunds.create',
        key,
        params: { charge: effect.charge, amount: effect.amount, metadata: { who, refund: effect.refund } },
      }
    case 'number invoice':
    case 'send notice':
    case 'raise alert':
      return undefined
    default:
      throw new RangeError(`no such effect: ${JSON.stringify(effect satisfies never)}`)
  }
}
