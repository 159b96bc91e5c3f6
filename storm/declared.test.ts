import { describe, expect, it } from 'vitest'
import { catalogue } from '#simulator'
import { endOf } from './end-of.fixture.ts'
import { openArena } from './arena.ts'
import { alone } from './crew.ts'
import { scenariosNamed, systemNamed, systems } from './systems.ts'

/** Seeds by the score until the declared code has spoken. */
async function firstSeedThatBreaks(name: string): Promise<number | undefined> {
  const entry = systemNamed(name)
  const crew = alone(await openArena(entry, scenariosNamed([])))
  for (let first = 1; first <= 181; first += 20) {
    const { classes } = await crew.tally(Array.from({ length: 20 }, (_, index) => ({ seed: first + index, scenario: undefined })))
    const sighting = [...classes.values()].flatMap(({ sightings }) => sightings).find(({ violation }) => violation.code === entry.declares)
    if (sighting !== undefined) return sighting.seed
  }
  return undefined
}

describe('what our policy is judged by', () => {
  it('has a planted mistake each, which declares it', () => {
    const declared = new Set(systems.map(({ declares }) => declares))
    const ofPolicy = catalogue.filter(({ stance }) => stance === 'policy')
    expect(ofPolicy.length).toBeGreaterThan(40)
    expect(ofPolicy.filter(({ code }) => !declared.has(code)).map(({ code, name }) => `${code} ${name}`)).toEqual([])
  })

  it.each([
    'mutant:downgrades-at-once',
    'mutant:retries-what-is-void',
    'mutant:each-side-writes',
    'mutant:books-refunds-twice',
    'mutant:refund-takes-credit',
    'mutant:answers-whatever-came',
    'mutant:numbers-offers',
    'mutant:credit-stays-in-the-books',
    'mutant:pause-counts-days',
  ])(
    '%s breaks what it declares within two hundred seeds',
    async (name) => expect(await firstSeedThatBreaks(name)).toBeGreaterThan(0),
    30_000,
  )

  it.each([
    ['mutant:voids-without-posting', 'debts/old-debts-stay-old', 'BS103 receivable'],
    ['mutant:credits-what-was-never-paid', 'plan-changes/more-while-past-due', 'BS106 span'],
  ])('%s is caught in %s', async (system, story, broken) => expect((await endOf(system, story)).broken).toContain(broken))

  it('nobody pays a day twice who pauses amid it, and nobody is credited what they never paid', async () => {
    for (const story of ['pauses/back-within-the-month', 'plan-changes/more-while-past-due'])
      expect((await endOf('reference', story)).broken).toEqual([])
    const { view } = await endOf('reference', 'plan-changes/more-while-past-due')
    expect(view.invoices!.filter(({ id }) => !/signup|renewal/.test(id)).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'ada/sub 1/quantity 1 paid',
      'bob/sub 1/upgrade 1 paid',
    ])
  })
})
