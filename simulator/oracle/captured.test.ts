import { expect, it } from 'vitest'
import { paysFor } from './captured.ts'
import { chargeOf, renewalOf } from './scene-of.fixture.ts'

const row = renewalOf({ id: '7', provider: undefined })

it.each(['invoice', 'invoice_id', 'invoiceId'])('a charge is for the invoice that its %s names', (name) => {
  expect(paysFor(chargeOf({ metadata: { [name]: '7' }, invoice: undefined }), row)).toBe(true)
  expect(paysFor(chargeOf({ metadata: { [name]: '8' }, invoice: undefined }), row)).toBe(false)
})

it('a charge is for the invoice beside which it is kept, as payment or as charge', () => {
  const charge = chargeOf({ metadata: {}, invoice: undefined })
  for (const provider of [charge.intent, charge.id]) expect(paysFor(charge, { ...row, provider })).toBe(true)
  for (const provider of ['pi_other_1', undefined]) expect(paysFor(charge, { ...row, provider })).toBe(false)
})
