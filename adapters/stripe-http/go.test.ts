import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { atAddress } from './at-address.fixture.ts'

const cwd = join(import.meta.dirname, '../../examples/twin/go')

it('the vendor’s Go library makes, repeats, lists, subscribes and is declined', { timeout: 300_000 }, async ({ skip, onTestFinished }) => {
  const fetched = await execa('go', ['mod', 'download'], { cwd, reject: false, timeout: 60_000 })
  if (fetched.code === 'ENOENT') skip('there is no Go on this machine')
  if (fetched.failed) skip(`Go cannot fetch the library: ${fetched.stderr.split('\n')[0]}`)
  const folder = mkdtempSync(join(tmpdir(), 'billstorm-go-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const program = join(folder, 'twin')
  await execa('go', ['build', '-o', program, '.'], { cwd })
  const { server, told } = await atAddress()
  const { stdout } = await execa(program, { env: { TWIN_URL: server.url } })
  expect(stdout.split('\n')).toEqual([
    'same customer again: true',
    'same customer again: true',
    'same customer again: true',
    'customers: 3',
    'subscription: active 3998',
    'card: card_error card_declined insufficient_funds',
  ])
  expect(told.filter((telling) => telling.kind === 'request' && telling.replayed)).toHaveLength(3)
})
