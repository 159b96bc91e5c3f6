import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { compiled } from '../compiled.ts'
import type { Contender } from '../contender.ts'
import { historiesOf, written } from '../histories.fixture.ts'
import { isKnownByHand } from '../known-by-hand.fixture.ts'
import { against, gateText, isSlower, ratiosOf, readRatios, saveRatios } from './gate.ts'
import { changeOf, medianOf } from './interval.ts'
import { kernel } from './kernel.ts'

const folder = mkdtempSync(join(tmpdir(), 'billstorm-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = written(join(folder, 'full.ndjson'), await historiesOf(8))
const core = written(join(folder, 'core.ndjson'), await historiesOf(60, isKnownByHand), 'core')

describe('the interval', () => {
  /** Speeds that scatter by some per cent, now and then by much more, as on a machine that others use. */
  function scattered(seed: number, count: number, speed: number): readonly number[] {
    let state = (seed * 2_654_435_761) >>> 0 || 1
    const unit = (): number => {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      return (state >>> 0) / 0x1_0000_0000
    }
    for (let i = 0; i < 20; i++) unit()
    return Array.from({ length: count }, () => speed * (1 + 0.08 * (unit() + unit() + unit() - 1.5)) * (unit() < 0.1 ? 0.7 : 1))
  }
  const alarms = (speed: number): number =>
    Array.from({ length: 100 }, (_, at) => changeOf(scattered(at + 1, 15, speed), scattered(at + 1_001, 15, 1))).filter((change) =>
      isSlower({ kernel: change }, 0.9),
    ).length

  it('raises no false alarm in 100 times, and sees what takes a fifth longer in 95', () => {
    expect(alarms(1)).toBeLessThanOrEqual(1)
    expect(alarms(0.95)).toBeLessThanOrEqual(1)
    expect(alarms(1 / 1.25)).toBeGreaterThanOrEqual(95)
  })

  it('holds the median between its bounds, and draws the same each time', () => {
    const change = changeOf(scattered(1, 9, 0.9), scattered(2, 9, 1))
    expect(change.low).toBeLessThanOrEqual(change.median)
    expect(change.high).toBeGreaterThanOrEqual(change.median)
    expect(changeOf(scattered(1, 9, 0.9), scattered(2, 9, 1))).toEqual(change)
    expect(medianOf([4, 1, 3, 2])).toBe(2.5)
  })
})

describe('the gate', () => {
  it('the kernel does the same each time', () => expect(kernel()).toBe(kernel()))

  it('stores ratios whole, reads them again, and sees a fold that takes a fifth longer', () => {
    // A clock of its own: machines that others use are no place to time a test on.
    let spent = 0
    const timed = (job: () => void): number => {
      const before = spent
      job()
      return spent === before ? 100 : spent - before
    }
    const taking = (cost: number): Contender => ({
      ...compiled,
      stateOf(account, policy, asOf) {
        spent += cost
        return compiled.stateOf(account, policy, asOf)
      },
    })
    const then = ratiosOf(path, 300, { rounds: 9, contender: taking(100), timed })
    expect(then.kernel).toHaveLength(9)
    expect(then.hand).toBeUndefined()
    const file = join(folder, 'ratios.json')
    saveRatios(file, then)
    expect(readRatios(file)).toEqual(then)
    expect(readdirSync(folder).filter((name) => name.includes('ratios'))).toEqual(['ratios.json'])
    const slow = ratiosOf(path, 300, { rounds: 9, contender: taking(120), timed })
    const change = against(slow, readRatios(file))
    expect(change.kernel.median).toBeCloseTo(1 / 1.2)
    expect(isSlower(change, 0.9)).toBe(true)
    expect(gateText(slow, change, 0.9)).toMatch(/× 0\.833 of the stored speed by the kernel[\s\S]*SLOWER than 0\.9 for sure/)
    expect(isSlower(against(then, then), 0.9)).toBe(false)
  })

  it('holds the fold beside the one by hand as well, where that knows the profile, and asks both', () => {
    const timed = (job: () => void): number => (job(), 1_000)
    const now = ratiosOf(core, 300, { rounds: 7, timed })
    expect(now.hand).toEqual(now.kernel)
    const then = { ...now, kernel: now.kernel.map((each) => each * 2) }
    // The machine does that kernel's work slower than it did; it is not us.
    expect(isSlower(against(now, then), 0.9)).toBe(false)
    const slow = against(now, { ...then, hand: then.kernel })
    expect(isSlower(slow, 0.9)).toBe(true)
    expect(gateText(now, slow, 0.9)).toMatch(/1\.00 kernels and 1\.00 folds by hand[\s\S]*by the kernel.*\n.*by the fold by hand/)
  })

  it('refuses what is no baseline, or one of other facts', () => {
    const now = ratiosOf(path, 300, { rounds: 7, timed: (job) => (job(), 1_000) })
    expect(() => against(now, { ...now, digest: '0' })).toThrow(/save them anew/)
    const file = join(folder, 'bad.json')
    for (const text of ['', '{}', '{"ratios":[1]}', JSON.stringify({ ...now, kernel: [1, 2] }), JSON.stringify({ ...now, version: 1 })]) {
      writeFileSync(file, text)
      expect(() => readRatios(file)).toThrow(/bad\.json holds no stored ratios/)
    }
    expect(() => readRatios(join(folder, 'nowhere.json'))).toThrow(/ENOENT/)
  })
})
