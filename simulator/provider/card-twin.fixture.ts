import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { later, minor, utc, type Duration, type Instant } from '#machines'
import { Choices, type ChoiceRecord } from '../kernel/choices.ts'
import { createCardTwin, type CardTwin } from './card-twin.ts'
import type { ProviderEvent, ProviderRequest } from './provider.ts'
import { createFetchShell, type ShellCodec, type ShellOptions } from './shell.ts'
import type { CardTwinOptions } from './work.ts'

/** A twin in a world of its own, the vendor's SDK on it, and a clock that moves when asked. */
export interface Bench {
  readonly twin: CardTwin
  readonly stripe: Stripe
  readonly codec: ShellCodec
  readonly choices: Choices
  now: Instant
  /** Lets time pass; timers fire at their own instants. */
  pass(by: Duration): void
  passTo(date: string): void
  /** Types of the events since the last look, in order. */
  heard(): readonly string[]
  events(): readonly ProviderEvent[]
  price(plan: string): string
  ask(
    operation: string,
    params?: ProviderRequest['params'],
    rest?: Partial<ProviderRequest>,
  ): { readonly status: number; readonly body: never }
  /** A customer with a card that behaves so, as the SDK knows them. */
  customer(who?: string, method?: Parameters<CardTwin['setMethod']>[1]): { readonly customer: string; readonly card: string }
}

export function bench(
  options: Partial<CardTwinOptions> & { readonly starts?: string; readonly record?: ChoiceRecord; readonly shell?: ShellOptions } = {},
): Bench {
  const { starts = '2024-01-31T09:00:00Z', record = new Map(), shell: shellOptions = { ids: 'readable' }, ...given } = options
  const twin = createCardTwin({
    currency: 'usd',
    plans: [
      { key: 'basic', price: minor(999), interval: 'month' },
      { key: 'pro', price: minor(1_999), interval: 'month' },
      { key: 'yearly', price: minor(19_900), interval: 'year' },
      { key: 'weekly', price: minor(700), interval: 'week' },
      { key: 'free', price: minor(0), interval: 'month' },
    ],
    ...given,
  })
  const choices = new Choices({ kind: 'record', record })
  const context = (): { now: Instant; choices: Choices } => ({ now: self.now, choices })
  const { fetch, codec } = createFetchShell(twin, context, shellOptions)
  const stripe = new Stripe('sk_test_twin', {
    httpClient: Stripe.createFetchHttpClient(fetch as unknown as typeof globalThis.fetch),
    maxNetworkRetries: 0,
    telemetry: false,
  })
  const self: Bench = {
    twin,
    stripe,
    codec,
    choices,
    now: utc(starts),
    pass(by) {
      const until = later(self.now, by)
      for (let due = twin.due(); due !== undefined && due.at <= until; due = twin.due()) {
        self.now = due.at
        twin.fire(due.owner, context())
      }
      self.now = until
    },
    passTo: (date) => self.pass((utc(date) - self.now) as Duration),
    heard: () => twin.takeEvents().map((event) => event.type),
    events: () => twin.takeEvents(),
    price: (plan) => codec.show(twin.priceOf(plan)) as string,
    ask(operation, params = {}, rest = {}) {
      const answer = twin.handle({ operation, params, ...rest }, context())
      if (answer.kind !== 'response') throw new Error(`no answer: ${answer.kind}`)
      return { status: answer.status, body: answer.body as never }
    },
    customer(who = 'ada', method = 'card') {
      const card = twin.setMethod(who, method, context())
      return { customer: codec.show(twin.customerOf(who)) as string, card: codec.show(card) as string }
    },
  }
  return self
}

/** One behaviour of the vendor: a sentence, where it is known from, and what shows that the twin has it. */
export interface Behaviour {
  readonly does: string
  /** Key of the source with its mark: ● read at the vendor, ◐ second hand, ○ not confirmed. */
  readonly source: string
  proves(bench: Bench): void | Promise<void>
  readonly given?: Parameters<typeof bench>[0]
}

/** Proves each behaviour on a twin of its own. */
export function proven(what: string, behaviours: readonly Behaviour[]): void {
  describe(`the twin’s ${what}`, () => {
    for (const each of behaviours)
      test(`${each.does} (${each.source})`, async () => {
        expect.hasAssertions()
        await each.proves(bench(each.given))
      })
  })
}

/** A subscription that runs, made in silence. */
export async function running(
  { stripe, customer, price, heard }: Bench,
  plan = 'basic',
  quantity = 1,
): Promise<{ readonly id: string; readonly item: string; readonly customer: string; readonly card: string }> {
  const made = customer()
  const subscription = await stripe.subscriptions.create({ customer: made.customer, items: [{ price: price(plan), quantity }] })
  heard()
  return { id: subscription.id, item: subscription.items.data[0]!.id, ...made }
}

export const declined = new Map([['ada/renewal 2024-02-29/attempt 1/outcome', 'declined:insufficient_funds']])
