import { expect } from 'vitest'
import { type Behaviour, proven, running } from './card-twin.fixture.ts'
import { declines, declinesIn, type DeclineCode } from './declines.ts'
import { outcomeOptions } from './outcomes.ts'

const renewal = 'ada/renewal 2024-02-29'
const refusing = (code: DeclineCode, attempt = 1) => [`${renewal}/attempt ${attempt}/outcome`, `declined:${code}`] as const

/** What the SDK throws when the bank says this. */
const refused = (code: DeclineCode): Behaviour => ({
  does: `refuses a payment with ${code} as the vendor words it`,
  source: '◐ billing.md 1.6; SN Error',
  given: { record: new Map([['ada/order/attempt 1/outcome', `declined:${code}`]]) },
  async proves({ stripe, customer, twin }) {
    const { customer: id, card } = customer()
    const { error, advice } = declines[code]
    await expect(
      stripe.paymentIntents.create({
        amount: 1999,
        currency: 'usd',
        customer: id,
        payment_method: card,
        confirm: true,
        metadata: { purpose: 'order' },
      }),
    ).rejects.toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code: error,
      decline_code: code,
      ...(advice === null ? {} : { advice_code: advice }),
      payment_intent: { status: 'requires_payment_method', last_payment_error: { decline_code: code } },
    })
    expect(twin.books().charges).toMatchObject([{ outcome: 'declined', code }])
    const charge = await stripe.charges.retrieve('ch_ada_1')
    expect(charge).toMatchObject({ failure_code: error, outcome: { reason: code, advice_code: advice, network_decline_code: null } })
  },
})

const notSentAgain = (code: DeclineCode): Behaviour => ({
  does: `does not send a renewal again after ${code} until there is another card`,
  source: '◐ the nine codes, ● no retry after a hard decline',
  given: { record: new Map([refusing(code)]) },
  async proves(b) {
    await running(b)
    b.passTo('2024-03-06T00:00:00Z')
    expect(b.twin.books().charges.map((each) => each.code ?? each.outcome)).toEqual(['succeeded', code])
    b.customer()
    b.passTo('2024-03-20T00:00:00Z')
    expect(b.twin.books().charges.at(-1)).toMatchObject({ outcome: 'succeeded', method: 'pm_ada_2' })
  },
})

const behaviours: readonly Behaviour[] = [
  ...(['insufficient_funds', 'processing_error', 'do_not_honor', 'incorrect_cvc', 'lost_card'] as const).map(refused),
  {
    does: 'blocks what looks like fraud before it reaches the network',
    source: '● SN Charge.Outcome',
    given: { record: new Map([['ada/order/attempt 1/outcome', 'declined:highest_risk_level']]) },
    proves({ ask, customer }) {
      const { customer: id, card } = customer()
      const wanted = { amount: 1999, currency: 'usd', customer: id, payment_method: card, confirm: true, metadata: { purpose: 'order' } }
      expect(ask('payment_intents.create', wanted)).toMatchObject({ status: 402, body: { error: { code: 'card_declined' } } })
      expect(ask('charges.retrieve', {}, { id: 'ch_ada_1' }).body).toMatchObject({
        outcome: { type: 'blocked', network_status: 'not_sent_to_network', risk_level: 'highest' },
      })
    },
  },
  {
    does: 'tries a renewal again after declines that may pass',
    source: '● SD/billing/revenue-recovery/smart-retries',
    given: { record: new Map([refusing('issuer_not_available'), refusing('call_issuer', 2)]) },
    async proves(b) {
      await running(b)
      b.passTo('2024-03-12T00:00:00Z')
      expect(b.twin.books().charges.map((each) => each.code ?? each.outcome)).toEqual([
        'succeeded',
        'issuer_not_available',
        'call_issuer',
        'succeeded',
      ])
    },
  },
  ...(['stolen_card', 'revocation_of_all_authorizations', 'pin_try_exceeded'] as const).map(notSentAgain),
  {
    does: 'refuses to save a card that will never work, and saves one that has no money today',
    source: '○ SN setupIntents.confirm',
    given: {
      record: new Map([
        ['ada/one/attempt 1/outcome', 'declined:pickup_card'],
        ['ada/two/attempt 1/outcome', 'declined:insufficient_funds'],
      ]),
    },
    proves({ ask, customer }) {
      const { customer: id, card } = customer()
      const save = (purpose: string) =>
        ask('setup_intents.create', { customer: id, payment_method: card, confirm: true, metadata: { purpose } })
      expect(save('one')).toMatchObject({ status: 402, body: { error: { code: 'card_declined', decline_code: 'pickup_card' } } })
      expect(save('two')).toMatchObject({ status: 200, body: { status: 'succeeded' } })
    },
  },
  {
    does: 'may decline by every code that is no mistake of ours, and lets none stand twice',
    source: '◐ billing.md 1.6',
    proves() {
      const drawn = outcomeOptions.filter((each) => each !== 'needs action').map((each) => each.slice('declined:'.length))
      const apart = new Set<string>([...declinesIn('our mistake'), ...declinesIn('customer needed')])
      expect([...drawn].sort()).toEqual(
        Object.keys(declines)
          .filter((code) => !apart.has(code))
          .sort(),
      )
      // The plainest come first: what shrinks ends there.
      expect(outcomeOptions.slice(0, 4)).toEqual([
        'declined:insufficient_funds',
        'declined:do_not_honor',
        'declined:expired_card',
        'needs action',
      ])
    },
  },
  {
    does: 'keeps each of the nine codes that the vendor does not send again among the hard ones',
    source: '◐ billing.md 1.6',
    proves() {
      const nine = [
        'incorrect_number',
        'lost_card',
        'pickup_card',
        'stolen_card',
        'revocation_of_authorization',
        'revocation_of_all_authorizations',
        'authentication_required',
        'highest_risk_level',
        'transaction_not_allowed',
      ] as const
      expect(nine.filter((code) => !declines[code].isHard)).toEqual([])
    },
  },
]

proven('declines', behaviours)
