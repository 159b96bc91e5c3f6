import { expect } from 'vitest'
import { utc } from '#machines'
import { type Behaviour, type Bench, proven, running } from './card-twin.fixture.ts'

type Behavior = 'keep_as_draft' | 'mark_uncollectible' | 'void'

const pausing = async (b: Bench, behavior: Behavior, resumes_at?: number): Promise<string> => {
  const { id } = await running(b)
  await b.stripe.subscriptions.update(id, { pause_collection: { behavior, ...(resumes_at === undefined ? {} : { resumes_at }) } })
  return id
}
const march = utc('2024-03-10') / 1_000
const invoices = async ({ stripe }: Bench) => (await stripe.invoices.list({})).data.map((each) => each.status)

const behaviours: readonly Behaviour[] = [
  {
    does: 'pauses the collection of a subscription without a change of its status',
    source: '● SN Subscription.PauseCollection',
    async proves(b) {
      const id = await pausing(b, 'void', march)
      expect(b.events()).toMatchObject([{ type: 'customer.subscription.updated', previous: { pause_collection: null } }])
      expect(await b.stripe.subscriptions.retrieve(id)).toMatchObject({
        status: 'active',
        pause_collection: { behavior: 'void', resumes_at: march },
      })
    },
  },
  {
    does: 'keeps the invoices of the pause as drafts, which nobody collects by itself afterwards either',
    source: '● SN keep_as_draft; what becomes of them ○',
    async proves(b) {
      const id = await pausing(b, 'keep_as_draft', march)
      b.passTo('2024-03-09')
      expect(await invoices(b)).toEqual(['draft', 'paid'])
      expect((await b.stripe.invoices.list({ status: 'draft' })).data).toMatchObject([{ auto_advance: false }])
      b.heard()
      b.passTo('2024-03-11')
      expect(b.events()).toMatchObject([{ type: 'customer.subscription.updated', object: { pause_collection: null } }])
      b.passTo('2024-04-02')
      expect(await invoices(b)).toEqual(['paid', 'draft', 'paid'])
      expect(await b.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
      expect(b.twin.books().charges).toHaveLength(2)
    },
  },
  {
    does: 'voids the invoices of the pause',
    source: '● SN void',
    async proves(b) {
      await pausing(b, 'void')
      b.heard()
      b.passTo('2024-04-02')
      expect(await invoices(b)).toEqual(['void', 'void', 'paid'])
      expect(b.heard().filter((type) => type.startsWith('invoice.'))).toEqual([
        'invoice.created',
        'invoice.finalized',
        'invoice.voided',
        'invoice.created',
        'invoice.finalized',
        'invoice.voided',
      ])
      expect(b.twin.books().charges).toHaveLength(1)
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'active' }])
    },
  },
  {
    does: 'gives the invoices of the pause up as uncollectible, which may still be paid',
    source: '● SN mark_uncollectible',
    async proves(b) {
      const id = await pausing(b, 'mark_uncollectible')
      b.passTo('2024-03-05')
      expect(await invoices(b)).toEqual(['uncollectible', 'paid'])
      await b.stripe.subscriptions.update(id, { pause_collection: '' })
      await b.stripe.invoices.pay('in_ada_2')
      expect(await invoices(b)).toEqual(['paid', 'paid'])
      b.passTo('2024-04-02')
      expect(await invoices(b)).toEqual(['paid', 'paid', 'paid'])
    },
  },
  {
    does: 'collects on when the pause is lifted before its moment, and forgets that moment',
    source: '● SN Subscription.PauseCollection',
    async proves(b) {
      const id = await pausing(b, 'void', march)
      await b.stripe.subscriptions.update(id, { pause_collection: '' })
      b.heard()
      b.passTo('2024-03-20')
      expect(await invoices(b)).toEqual(['paid', 'paid'])
      expect(b.events().filter((each) => each.previous?.['pause_collection'] !== undefined)).toEqual([])
    },
  },
  {
    does: 'forgets the moment of a pause when the subscription ends',
    source: '○ a canceled subscription stays as it is',
    async proves(b) {
      const id = await pausing(b, 'void', march)
      await b.stripe.subscriptions.cancel(id)
      b.heard()
      b.passTo('2024-04-01')
      expect(b.heard()).toEqual([])
    },
  },
  {
    does: 'refuses a pause without a behaviour, with an unknown one, or until a moment that is past',
    source: '● SN SubscriptionUpdateParams.PauseCollection',
    async proves(b) {
      const { id } = await running(b)
      const asked = (pause_collection: unknown) => b.ask('subscriptions.update', { pause_collection }, { id })
      expect(asked({ resumes_at: march })).toMatchObject({
        status: 400,
        body: { error: { code: 'parameter_missing', param: 'pause_collection[behavior]' } },
      })
      expect(asked({ behavior: 'stop' })).toMatchObject({ status: 400, body: { error: { param: 'pause_collection[behavior]' } } })
      expect(asked({ behavior: 'void', resumes_at: 1 })).toMatchObject({
        status: 400,
        body: { error: { param: 'pause_collection[resumes_at]' } },
      })
    },
  },
  {
    does: 'says that a change billed at once during a pause is not modelled, and makes one that waits for the next invoice',
    source: 'what becomes of such an invoice nobody says',
    async proves(b) {
      const { id, item } = await running(b)
      await b.stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } })
      const change = (proration_behavior: string) =>
        b.ask('subscriptions.update', { items: [{ id: item, quantity: 2 }], proration_behavior }, { id })
      expect(change('always_invoice')).toMatchObject({ status: 400, body: { error: { code: 'billstorm_not_modelled' } } })
      expect(b.twin.subscriptions()).toMatchObject([{ items: [{ quantity: 1 }] }])
      expect(change('create_prorations').status).toBe(200)
    },
  },
]

proven('paused collection', behaviours)
