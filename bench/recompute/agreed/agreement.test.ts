import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { standardParts } from '#machines'
import { systemNamed } from '#storm'
import { makeFacts } from '../../facts/make-facts.ts'
import { openFacts } from '../../facts/open-facts.ts'
import { written } from '../histories.fixture.ts'
import { agreement } from './agreement.ts'

const folder = mkdtempSync(join(tmpdir(), 'billstorm-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'full.facts')
const { header } = await makeFacts({ facts: 6_000, seed: 3, profile: 'full', cache: folder }, path, 'binary', () => undefined)
const lines = [...openFacts(path).batches()].flat()
const whole = agreement(path, header.accounts)

describe('the accountant', () => {
  it('agrees with the recompute on all accounts of a file', () => {
    expect(whole).toMatchObject({ objected: 0, first: [] })
    expect(whole.accounts + whole.tooLarge).toBe(header.accounts)
    expect(whole.accounts).toBeGreaterThan(100)
  })

  it.each(['oracle:proration', 'oracle:zone', 'oracle:clocks'])(
    'sees a recompute with the parts of %s, which the facts were not made by',
    (name) => {
      const parts = systemNamed(name).machines
      if (parts === undefined) throw new RangeError(`${name} has no machines of its own`)
      const { objected, first } = agreement(path, header.accounts, parts)
      expect([name, objected]).not.toEqual([name, 0])
      expect(first.length).toBe(Math.min(10, objected))
      for (const { who, says } of first) expect(says.join('\n')).toContain(who)
    },
  )

  it('is asked about as many accounts as wanted, which hang on the file’s seed and their names alone', () => {
    const some = agreement(path, header.accounts / 2, standardParts)
    expect(some.accounts).toBeGreaterThan(header.accounts / 4)
    expect(some.accounts).toBeLessThan((header.accounts * 3) / 4)
    const turned = written(join(folder, 'turned.ndjson'), { header, lines: lines.toReversed() })
    expect(agreement(turned, header.accounts / 2).accounts).toBe(some.accounts)
  })

  it('leaves out an account that is too large to be walked through day by day, and says so', () => {
    const many = Array.from({ length: 1_001 }, () => lines[0]!)
    const large = written(join(folder, 'large.ndjson'), { header: { ...header, facts: many.length, accounts: 1 }, lines: many })
    expect(agreement(large, 1)).toMatchObject({ accounts: 0, tooLarge: 1 })
  })
})
