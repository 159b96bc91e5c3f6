import { describe, expect, it } from 'vitest'
import { alone } from './crew.ts'
import { type StormOptions, stormOver } from './storm.ts'
import { toyArena, type Wrong, wrongWhenTwice } from './toy.fixture.ts'

const stormed = (wrong: Wrong, options: Omit<StormOptions, 'system'> = {}, isFlaky = false) => {
  const arena = toyArena(wrong, undefined, isFlaky)
  return stormOver(arena, alone(arena), options)
}

describe('a storm', () => {
  it('holds when nothing breaks, and says what it ran', async () => {
    const outcome = await stormed(() => [], { seeds: { first: 1, count: 40 } })
    expect(outcome).toMatchObject({
      verdict: 'held',
      runs: 41,
      events: 123,
      tookMs: undefined,
      seeds: { first: 1, count: 40 },
      notChecked: ['BS012'],
      failures: [],
    })
    expect(outcome.applied).toEqual(
      new Map([
        ['BS001', 41],
        ['BS009', 0],
      ]),
    )
    expect(outcome.faults.get('redeliver late')).toBeGreaterThan(10)
  })

  it('tells one failure for what many seeds show, shrunk, proven and replayed', async () => {
    const { verdict, failures } = await stormed(wrongWhenTwice)
    expect(verdict).toBe('broken')
    expect(failures).toHaveLength(1)
    const [found] = failures
    expect(found).toMatchObject({ elements: 1, verified: 1, repeats: { same: 3, of: 3 }, isKnown: false })
    expect(found!.times).toBeGreaterThan(1)
    expect(found!.file.choices).toEqual([{ name: 'ada/event 1/delivery 1/redeliver late', is: '1 s', essential: true }])
    expect(found!.file.story).toEqual([])
  })

  it('queues other failures met while one is shrunk', async () => {
    // With nothing else going wrong, what breaks is another invariant.
    const masked: Wrong = (record) => wrongWhenTwice(record).map((each) => ({ ...each, code: record.size > 1 ? 'BS001' : 'BS002' }))
    const seeds = { first: (await stormed(masked)).failures.find(({ violation }) => violation.code === 'BS001')!.seed, count: 1 }
    const { failures } = await stormed(masked, { seeds })
    expect(failures.map(({ violation }) => violation.code)).toEqual(['BS001', 'BS002'])
    expect(failures[1]!.file.choices).toHaveLength(1)
  })

  it('is held when all that breaks is known', async () => {
    const [found] = (await stormed(wrongWhenTwice)).failures
    const outcome = await stormed(wrongWhenTwice, { known: [found!.id] })
    expect(outcome).toMatchObject({ verdict: 'held', failures: [{ isKnown: true }] })
  })

  it('is undecided, with the seed named, when a failure does not repeat', async () => {
    const outcome = await stormed(wrongWhenTwice, {}, true)
    expect(outcome).toMatchObject({ verdict: 'undecided', failures: [] })
    expect(outcome.undecided[0]).toMatchObject({ scenario: 'drawn', why: 'BS001 broke once and not when replayed' })
  })

  it('counts what it does not show', async () => {
    const many: Wrong = (record) => [...record.keys()].map((name) => ({ code: 'BS001', clause: name }))
    expect(await stormed(many, { maxFailures: 1 })).toMatchObject({ verdict: 'broken', failures: [{}] })
    expect((await stormed(many, { maxFailures: 1 })).unshown).toBeGreaterThan(3)
  })

  it('leaves failures as they are when asked to', async () => {
    const [found] = (await stormed(wrongWhenTwice, { shrinkBudget: 0 })).failures
    expect(found).toMatchObject({ verified: 0, executions: 1 })
    expect(found!.elements).toBeGreaterThan(1)
  })

  it('makes no verdict of nothing', async () =>
    expect(await stormed(() => [], { goesOn: () => false })).toMatchObject({ verdict: 'undecided', runs: 0, seeds: { count: 0 } }))

  it('ends with the pieces that were begun when time is up', async () => {
    let asked = 0
    const outcome = await stormed(() => [], { seeds: { first: 1, count: 1_000_000 }, goesOn: () => ++asked <= 3 })
    expect(outcome).toMatchObject({ verdict: 'held', runs: 150, seeds: { first: 1, count: 149 } })
  })
})
