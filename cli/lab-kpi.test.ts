import { expect, it } from 'vitest'
import { exits } from './exit.ts'
import { main } from './main.ts'

async function lab(words: string): Promise<{ exit: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), stdin: async () => '' }
  const exit = await main(words.split(' '), { ...io, cwd: import.meta.dirname, isTerminal: false, now: () => 0 })
  return { exit, out, err }
}

it('shows what the reference promises, and that it was kept', async () => {
  const { exit, out } = await lab('lab kpi --seeds 15')
  expect(exit).toBe(exits.held)
  expect(out).toMatch(/^reference: 15 seeds, [\d,]+ days of simulated time\n   rollbacks            0 a day\n/)
  expect(out).toMatch(/invoice coverage     100 % of/)
  expect(out).toContain('each figure was counted twice, in two ways')
})

it('shows what a planted mistake costs, to machines as well', async () => {
  const { exit, out } = await lab('lab kpi --system reference mutant:refund-unbooked --seeds 25 --json')
  expect(exit).toBe(exits.broken)
  expect(JSON.parse(out)).toMatchObject([
    { system: 'reference', seeds: 25, rollbacks: 0, upgradeDebt: 0, broken: [] },
    { system: 'mutant:refund-unbooked', broken: ['state disagreements that never ended'] },
  ])
})

it('says of whom it cannot tell', async () => {
  const { exit, err } = await lab('lab kpi --system mirror')
  expect(exit).toBe(exits.misuse)
  expect(err).toContain('mirror cannot be counted: it does not show ledger; try --system reference')
})
