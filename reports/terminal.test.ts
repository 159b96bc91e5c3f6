import { describe, expect, it } from 'vitest'
import { foundWith, outcomeWith } from './found.fixture.ts'
import { firstScreen, summary } from './terminal.ts'

const screen = (found = foundWith()): string => firstScreen(found, { outcome: outcomeWith(), program: 'npx billstorm' }).join('\n')

describe('the first screen', () => {
  it('fits a screen', () => {
    const lines = firstScreen(foundWith(), { outcome: outcomeWith(), program: 'npx billstorm' })
    expect(lines.length).toBeLessThanOrEqual(25)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(118)
  })

  it('begins with what broke, its id, and the money', () => {
    const [first = '', second = ''] = screen().split('\n')
    expect(first).toMatch(/^BROKEN BS002 one row per invoice +BS-[0-9A-F]{8}, new$/)
    expect(second.trim()).toBe('ada paid once, invoiced twice for February: booked 39.98, due 19.99')
  })

  it('shows the deviation, the step that broke it, and when', () => {
    expect(screen()).toMatch(/▲ +\d+ +\+1[12]\.0 s +webhook B +invoice\.paid in_ada_1, copy 2/)
    expect(screen()).toMatch(/✗ +\d+ +1 Feb 11:00:12 +webhook B +write invoices: committed/)
    expect(screen()).not.toContain('answers 200\n ✗')
    expect(screen()).toContain('of 46 steps')
  })

  it('names as cause what was proven, each by its row', () => {
    const [, cause = ''] = / cause +(.*)/.exec(screen()) ?? []
    expect(cause).toMatch(/^without any one of these it holds: 1 ada subscribes to pro × 2, card · ▲\d+ redeliver \(12 s\)$/)
  })

  it('says of many places that no run was about only the first few', () => {
    const places = Array.from({ length: 9 }, (_, index) => `p${index}`)
    const outcome = outcomeWith({ places: new Map(places.map((place) => [place, 0])), unmet: { faults: [], invariants: [], places } })
    expect(summary(outcome).join('\n')).toContain(
      '0 of 9 pairs of currency and zone met, the rarest by 0 runs; never: p0, p1, p2, p3, p4, p5 and 3 more',
    )
  })

  it('says where it happens, when that is neither in dollars nor in UTC', () => {
    expect(screen()).not.toContain(' where ')
    const { file } = foundWith()
    const abroad = foundWith({ file: { ...file, world: { ...file.world, currency: 'kwd', zone: 'Pacific/Apia' } } })
    expect(screen(abroad)).toContain(' where      in kwd, by the clocks of Pacific/Apia; the times above are UTC')
    expect(screen(abroad).split('\n').length).toBeLessThanOrEqual(25)
  })

  it('claims nothing that was not proven', () => {
    expect(screen(foundWith({ verified: 0 })).replaceAll(/\s+/g, ' ')).toContain('nothing is claimed')
    expect(screen(foundWith({ verified: 0 }))).not.toContain('without any one')
  })

  it('ends with how to see it again, and what was not checked', () => {
    const { id } = foundWith()
    expect(screen()).toContain(`again      npx billstorm replay ${id}`)
    expect(screen()).toContain(`keep       npx billstorm pin ${id}`)
    expect(screen()).toContain('seed 1204 of 1…6000 · seen 7 × · 312 → 2 elements in 41 runs · replayed 3 × the same')
    expect(screen().replaceAll(/\s+/g, ' ')).toContain('checked 2 of 3; not: BS012')
  })

  it('says how often it repeats when it does not always', () =>
    expect(screen(foundWith({ repeats: { same: 2, of: 3 } }))).toContain('repeats 2 of 3'))
})

describe('the summary', () => {
  it('says of whoever goes by a clock of its own what nothing was learnt of', () => {
    const says = 'time-dependent logic not exercised: api goes by a clock of its own'
    const { system } = outcomeWith()
    expect(summary(outcomeWith({ system: { ...system, clock: 'service' } })).join('\n')).toContain(says)
    expect(summary(outcomeWith()).join('\n')).not.toContain(says)
  })

  it('says how much was run, what was off and of what nothing was learnt', () => {
    const text = summary(outcomeWith()).join('\n')
    expect(text).toContain('BROKEN    api 1, level L2 · seeds 1…6000 of 2 scenarios · 6,001 runs, 1,234,567 events')
    expect(text).toContain('60,010 webhooks delivered, 9 in the median run, 3,001 a second')
    expect(text).toContain('off: crash (the system lacks crash)')
    expect(text).toContain('1 kind of deviation met; never: lost')
    expect(text).toContain('1 of 2 pairs of currency and zone met, the rarest by 0 runs; never: kwd in Pacific/Apia')
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'checked 2 invariants, of which nothing was learnt about BS001; not checked: BS012; not applicable: BS003, BS007 (it has no provider)',
    )
    expect(text).toContain('with and without transparent faults 1,200 accounts compared, 34 skipped')
    expect(text).toContain('digest 0123456789abcdef')
  })

  it('names undecided seeds', () => {
    const undecided = Array.from({ length: 7 }, (_, index) => ({ seed: index + 1, scenario: 'cards', why: 'it hangs' }))
    const text = summary(outcomeWith({ verdict: 'undecided', failures: [], undecided })).join('\n')
    expect(text).toContain('undecided: seed 5, cards: it hangs')
    expect(text).toContain('and 2 more undecided')
  })

  it('names a shard', () =>
    expect(summary(outcomeWith({ seeds: { first: 1, count: 10, shard: '2/4' } }))[0]).toContain('10 seeds of shard 2/4'))
})
