import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { atAddress, listener } from './at-address.fixture.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/twin.md'), 'utf8')

/** Every line of curl that the page shows, in its order. */
const lines = [...page.matchAll(/```sh\n(.*?)```/gs)]
  .flatMap(([, code = '']) => code.replaceAll('\\\n', '').trim().split('\n'))
  .filter((line) => line.startsWith('curl '))

it('every line of curl that docs/twin.md shows does what it says', async () => {
  const shop = await listener()
  const { server, stripe, control } = await atAddress({ webhooks: [shop.url] })
  /** What a reader puts in by hand. */
  const found: Record<string, string> = { 'localhost:3000': new URL(shop.url).host, '127.0.0.1:12111': new URL(server.url).host }
  const failed: string[] = []
  for (const line of lines) {
    const command = Object.entries(found).reduce((text, [from, to]) => text.replaceAll(from, to), line)
    if (line.includes('authenticate')) {
      await control('POST', 'faults', { fault: 'needs action' })
      await stripe.paymentIntents.create({
        amount: 100,
        currency: 'usd',
        customer: 'cus_C2ZvQEMNrujlIs',
        payment_method: found['PAYMENT_METHOD']!,
        confirm: true,
      })
    }
    const { stdout, exitCode } = await execa('bash', ['-c', `${command} --silent --show-error --fail-with-body`], { reject: false })
    if (exitCode !== 0) failed.push(`${line}\n${stdout}`)
    const { id, object } = (JSON.parse(stdout) ?? {}) as { readonly id?: string; readonly object?: string }
    if (object === 'payment_method') found['PAYMENT_METHOD'] = id!
    if (object === 'checkout.session') found['SESSION'] = id!
    if (object === 'customer') expect(page).toContain(`is \`${id}\` each time`)
    if (line.includes('/v1/subscriptions'))
      expect(JSON.parse(stdout)).toMatchObject({ status: 'active', latest_invoice: { status: 'paid' } })
  }
  expect(failed).toEqual([])
  expect(lines.length).toBeGreaterThan(20)
  expect(shop.types()).toContain('invoice.paid')
  // Every control has a line.
  const { known } = (await control('GET', '')).body as { readonly known: readonly string[] }
  for (const each of known) expect(page).toContain(each.split(' ')[1]!.slice(1))
})
