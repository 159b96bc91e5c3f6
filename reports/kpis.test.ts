import { noKpis } from '#simulator'
import { describe, expect, it } from 'vitest'
import { kpiText } from './kpis.ts'

const day = 86_400_000
const healthy = {
  ...noKpis,
  watched: 400 * day,
  running: 350 * day,
  covered: 350 * day,
  disagreements: 3,
  recoveries: [0, 300_000, 4_800_000],
}

describe('the figures in words', () => {
  it('of a healthy system', () =>
    expect(kpiText('reference', 5, healthy)).toEqual([
      'reference: 5 seeds, 400 days of simulated time',
      '   rollbacks            0 a day',
      '   upgrade bad debt     0: no change was granted before it was paid',
      '   state disagreements  3 began, all of them ended by themselves',
      '   time to recovery     5 min in the middle, 1 h 20 min at worst',
      '   invoice coverage     100 % of 350 subscription days',
      '   dead letters         not shown by this system',
      '   what correct billing promises was kept',
    ]))

  it('of a sick one', () => {
    const sick = { ...healthy, rollbacks: 5, upgradeDebt: 1_200, disagreements: 5, covered: 350 * day - 1, deadLetters: 2 }
    expect(kpiText('x', 1, sick)).toEqual([
      'x: 1 seed, 400 days of simulated time',
      '   rollbacks            0.013 a day, 5 in all',
      '   upgrade bad debt     1,200 minor units granted and never paid',
      '   state disagreements  5 began, 2 never ended',
      '   time to recovery     5 min in the middle, 1 h 20 min at worst',
      '   invoice coverage     99.999 % of 350 subscription days',
      '   dead letters         2',
      '   NOT KEPT: rollbacks, upgrade bad debt, state disagreements that never ended, invoice coverage',
    ])
  })

  it('of one in which nothing happened, or nothing recovered', () => {
    expect(kpiText('x', 1, noKpis).join('\n')).toMatch(/nothing to recover from[^]*nothing ran that costs anything/)
    expect(kpiText('x', 1, { ...noKpis, disagreements: 1 }).join('\n')).toMatch(/1 never ended[^]*none has recovered/)
    expect(kpiText('x', 1, { ...noKpis, disagreements: 1, recoveries: [2 * day + 3_600_000] }).join('\n')).toContain('2 days 1 h at worst')
  })
})
