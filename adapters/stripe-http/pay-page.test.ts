import { expect, it } from 'vitest'
import { atAddress } from './at-address.fixture.ts'

async function opened(more: { readonly cancel_url?: string } = {}) {
  const at = await atAddress()
  const product = await at.stripe.products.create({ name: 'pro' })
  const price = await at.stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 1_999,
    recurring: { interval: 'month' },
  })
  const session = await at.stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: price.id, quantity: 2 }],
    success_url: 'http://localhost:3000/done?session={CHECKOUT_SESSION_ID}',
    ...more,
  })
  const pick = (card: string) => fetch(session.url!, { method: 'POST', body: new URLSearchParams({ card }), redirect: 'manual' })
  return { ...at, session, pick }
}

it('a session’s address is a page of the twin, where a person picks a card and is sent on', async () => {
  const { stripe, server, session, pick } = await opened()
  expect(session.url).toBe(`${server.url}/pay/${session.id}`)
  const page = await fetch(session.url!)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(await page.text()).toContain('Subscribe for 39.98 usd.')
  const refused = await pick('card without funds')
  expect(refused.status).toBe(200)
  expect(await refused.text()).toContain('The bank says no.')
  const done = await pick('card needing authentication')
  expect(done.status).toBe(303)
  expect(done.headers.get('location')).toBe(`http://localhost:3000/done?session=${session.id}`)
  expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: 'complete', payment_status: 'paid', url: null })
  expect(await (await fetch(session.url!)).text()).toContain('This page is done with.')
})

it('a page shows nothing of code that came with it, and knows what it is not', async () => {
  const { server, session, pick } = await opened({ cancel_url: 'http://localhost/"><script>alert(1)</script>' })
  const text = await (await fetch(session.url!)).text()
  expect(text).toContain('back</a>')
  expect(text).not.toContain('<script')
  expect((await pick('gold')).status).toBe(400)
  expect((await fetch(`${server.url}/pay/cs_test_nobody`)).status).toBe(404)
  expect((await fetch(session.url!, { method: 'DELETE' })).status).toBe(405)
  const elsewhere = await fetch(session.url!, { method: 'POST', headers: { origin: 'https://example.com' }, body: 'card=card' })
  expect(elsewhere.status).toBe(403)
})
