import { conformance } from '#adapters'
import { expect, it } from 'vitest'
import { shop } from './planted-service.fixture.ts'
import { systemNamed } from './systems.ts'

it.each(['naive', 'fixed', 'better-auth'])('%s keeps to the port', async (name) => {
  const { offences, notLookedAt } = await conformance(() => systemNamed(name).create())
  expect(offences).toEqual([])
  expect(notLookedAt).toEqual([])
})

it('a service in a process of its own keeps to the port', async () => {
  const { offences, notLookedAt } = await conformance(() => shop())
  expect(offences).toEqual([])
  expect(notLookedAt).toEqual([])
})

it('a service that hangs is named by its request', async () => {
  const { offences } = await conformance(() => shop('hangs'))
  expect(offences).toMatchObject([{ rule: 'throws nothing', says: expect.stringContaining('waits for something that never comes') }])
})
