import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { changedLines, demo, type DemoFlags } from './demo.ts'
import { exits } from './exit.ts'
import { told } from './told.fixture.ts'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-demo-'))
afterAll(() => rmSync(cwd, { recursive: true }))

const shown = (flags: DemoFlags, size: { readonly seeds: number; readonly patience: number }) => told(cwd, (io) => demo(flags, io, size))

describe('the demonstration', () => {
  it('shows the naive handler break, the changed line, and the mended one hold', async () => {
    const { exit, out, err } = await shown({}, { seeds: 60, patience: 100 })
    expect({ exit, err }).toEqual({ exit: exits.held, err: '' })
    expect(out).toMatch(/BROKEN BS002[\s\S]*one line changed[\s\S]*HELD +fixed/i)
    expect(out).toContain('naive.ts → fixed.ts')
    expect(existsSync(join(cwd, '.billstorm/failures'))).toBe(true)
  }, 60_000)

  it('is one object for machines', async () => {
    const { exit, out } = await shown({ json: true }, { seeds: 20, patience: 100 })
    expect(exit).toBe(exits.held)
    expect(JSON.parse(out)).toMatchObject({
      schema: 'billstorm.demo/1',
      asTold: true,
      naive: { verdict: 'broken' },
      fixed: { verdict: 'held' },
    })
  }, 60_000)

  it('owns up when the naive handler does not break', async () => {
    const { exit, err } = await shown({}, { seeds: 5, patience: 2 })
    expect(exit).toBe(exits.ourBug)
    expect(err).toContain('naive must break and fixed must hold, and they are held and held')
  }, 60_000)
})

describe('the changed lines of two texts', () => {
  it('are told with their number, before and after', () => {
    expect(changedLines('a\nb\nc', 'a\nB\nc')).toEqual([{ line: 2, before: 'b', after: 'B' }])
    expect(changedLines('a', 'a')).toEqual([])
  })

  it('need texts of one length', () => {
    expect(() => changedLines('a\nb', 'a')).toThrow('2 lines cannot be held against 1')
  })
})
