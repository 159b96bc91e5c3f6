import { describe, expect, it } from 'vitest'
import { bench } from './card-twin.fixture.ts'
import { atProvider } from './portal.ts'

type Bench = ReturnType<typeof bench>
const ask = ({ twin, now, choices }: Bench, command: Parameters<typeof atProvider>[2]) => atProvider(twin, 'ada', command, { now, choices })
/** Ada's invoices, newest first. */
const statuses = ({ twin, now, choices }: Bench): readonly string[] => {
  const listed = twin.handle({ operation: 'invoices.list', params: { customer: twin.customerOf('ada') } }, { now, choices })
  return ((listed as { readonly body: { readonly data: readonly { readonly status: string }[] } }).body.data ?? []).map(
    ({ status }) => status,
  )
}

/** A signup whose card was declined leaves an open invoice. */
function owing(): Bench {
  const world = bench()
  ask(world, { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card without funds' })
  expect(statuses(world)).toEqual(['open'])
  return world
}

describe('an open invoice at the provider’s pages', () => {
  it('is taken back', () => {
    const world = owing()
    expect(ask(world, { do: 'void invoice' })).toEqual({ kind: 'accepted' })
    expect(statuses(world)).toEqual(['void'])
  })

  it('is written off, and may be paid after all', () => {
    const world = owing()
    expect(ask(world, { do: 'write off' })).toEqual({ kind: 'accepted' })
    expect(statuses(world)).toEqual(['uncollectible'])
    ask(world, { do: 'update method', method: 'card' })
    expect(ask(world, { do: 'pay debt' })).toEqual({ kind: 'accepted' })
    expect(statuses(world)).toEqual(['paid'])
    expect(world.twin.books().charges.filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(1)
  })

  it('is marked as paid, and no money moves', () => {
    const world = owing()
    expect(ask(world, { do: 'mark paid' })).toEqual({ kind: 'accepted' })
    expect(statuses(world)).toEqual(['paid'])
    expect(world.twin.books().charges.filter(({ outcome }) => outcome === 'succeeded')).toEqual([])
  })

  it('is refused where there is none', () => {
    const world = bench()
    ask(world, { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' })
    for (const command of ['void invoice', 'write off', 'mark paid'] as const)
      expect(ask(world, { do: command })).toEqual({ kind: 'refused', reason: 'no invoice is open' })
    expect(ask(world, { do: 'pay debt' })).toEqual({ kind: 'refused', reason: 'nothing was given up' })
  })
})
