import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { utc } from '#machines'
import type { Delivery, System } from '#simulator'
import { parseName } from '#simulator'
import { createStage, drive, driveInTurn, type Stage } from '../injected/drive.fixture.ts'
import { firstStorm } from './index.ts'
import { readStatement } from './statement.ts'

const at = (name: string): URL => new URL(`../../examples/first-storm/${name}.ts`, import.meta.url)
/** Where in a handler a text stands. */
const lineOf = (name: string, text: string): string =>
  `${name}.ts:${
    readFileSync(at(name), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  }`

const invoice = { id: 'in_ada_7', object: 'invoice', customer: 'cus_ada_1', amount_paid: 1_999 }

const delivery = (system: System, stage: Stage, copy: number, type = 'invoice.paid'): Delivery => ({
  kind: 'delivery',
  name: parseName(`ada/${type} in_ada_7/delivery ${copy}`),
  event: { id: 'evt_ada_7', type, owner: 'ada', at: stage.now, object: invoice },
  raw() {
    const body = JSON.stringify({ id: 'evt_ada_7', object: 'event', type, created: stage.now / 1_000, data: { object: invoice } })
    return { body, headers: system.sign?.(body, stage.now) ?? {} }
  },
})

const enter = async (
  system: System,
  provider: Stage['provider'] = () => ({ kind: 'response', status: 200, body: invoice }),
): Promise<Stage> => {
  const stage = createStage(provider, utc('2026-03-01T09:00:00Z'))
  system.enter(stage.world)
  await system.reset()
  return stage
}
const booked = async (system: System) => (await system.view()).invoices?.map(({ who, provider, total }) => `${who} ${provider} ${total}`)

describe.each(['naive', 'fixed'])('%s', (name) => {
  const system = firstStorm(name, at(name))
  beforeAll(() => system.boot?.())
  afterAll(() => system.close())

  it('books a paid invoice once when its copies come one by one', async () => {
    const stage = await enter(system)
    expect(await drive(stage, system.receive(delivery(system, stage, 1)))).toEqual({ status: 200 })
    expect(await drive(stage, system.receive(delivery(system, stage, 2)))).toEqual({ status: 200 })
    expect(await booked(system)).toEqual(['ada in_ada_7 1999'])
  })

  it('two copies at once', async () => {
    const stage = await enter(system)
    await driveInTurn(stage, [system.receive(delivery(system, stage, 1)), system.receive(delivery(system, stage, 2))])
    expect(await booked(system)).toEqual(name === 'naive' ? ['ada in_ada_7 1999', 'ada in_ada_7 1999'] : ['ada in_ada_7 1999'])
  })

  it('statements and the provider’s reads are landmarks that name the handler’s line', async () => {
    const stage = await enter(system)
    const activity = system.receive(delivery(system, stage, 1))
    expect(await activity.resume(undefined)).toEqual({ kind: 'step', landmark: 'before select invoices' })
    expect(await activity.resume(undefined)).toMatchObject({
      kind: 'step',
      landmark: 'after select invoices',
      did: { subject: 'invoices', writes: false, says: `select invoices  0 rows  ${lineOf(name, 'select id')}` },
    })
    expect(await activity.resume(undefined)).toMatchObject({
      kind: 'call',
      to: 'provider',
      label: 'retrieve invoice',
      request: { operation: 'invoices.retrieve', id: 'in_ada_7' },
      where: lineOf(name, 'retrieve(id)'),
    })
    await activity.resume({ kind: 'response', status: 200, body: invoice })
    expect(await activity.resume(undefined)).toMatchObject({
      landmark: 'after insert invoices',
      did: { writes: true, says: `insert invoices  ${lineOf(name, 'insert into')}` },
    })
  })

  it('a provider that does not answer brings 500, after the SDK has given up', async () => {
    const stage = await enter(system, () => ({ kind: 'timeout' }))
    const began = stage.now
    expect(await drive(stage, system.receive(delivery(system, stage, 1)))).toEqual({ status: 500 })
    expect(stage.now - began).toBeGreaterThanOrEqual(80_000)
    expect(await booked(system)).toEqual([])
  })
})

it('naive and fixed differ in one line', () => {
  const [naive, fixed] = ['naive', 'fixed'].map((name) => readFileSync(at(name), 'utf8').split('\n'))
  expect(naive?.filter((line, index) => line !== fixed?.[index])).toHaveLength(1)
  expect(naive).toHaveLength(fixed?.length ?? 0)
})

it('a statement is a verb and a table', () => {
  expect(readStatement('SELECT id FROM invoices where id = ?')).toEqual({ label: 'select invoices', table: 'invoices', writes: false })
  expect(readStatement('insert into invoices values (1)')).toEqual({ label: 'insert invoices', table: 'invoices', writes: true })
  expect(readStatement('update invoices set amount = 1').label).toBe('update invoices')
  expect(() => readStatement('vacuum')).toThrow(RangeError)
})
