import { afterEach, describe, expect, it } from 'vitest'
import { isRefusal } from '../harm/refusal.ts'
import { enclose, type Enclosure } from './enclosure.ts'
import { sleepsShortly } from './short-sleep.ts'

const open: Enclosure[] = []
afterEach(async () => {
  for (const enclosure of open.splice(0)) await enclosure.end()
})

/** A child that says when it is there, and then does that. */
async function doing(text: string, hasOwnTimers: boolean) {
  const enclosure = await enclose({ egress: 'guarded' })
  if (isRefusal(enclosure)) throw new Error(enclosure.says)
  open.push(enclosure)
  const run = [process.execPath, '--eval', `console.log('here'); ${text}`] as const
  const limits = { keepBytes: 10_000, floodBytes: 1_000_000, hasOwnTimers }
  const child = await enclosure.start({ run, folder: import.meta.dirname, env: enclosure.environment({}), ...limits })
  if ('kind' in child) throw new Error(child.why)
  while (!child.printed.out.includes('here')) await new Promise((resolve) => setTimeout(resolve, 5))
  return { enclosure, printed: () => child.printed.out.trim().split('\n').slice(1) }
}

const rested = { isSeen: true, unrouted: 0 }
const saysIn = (ms: number): string => `setTimeout(() => console.log('awake'), ${ms})`

describe.runIf(process.platform === 'linux')('whoever has timers of its own', () => {
  it('is not at rest while one of them is about to go off', async () => {
    const { enclosure, printed } = await doing(`${saysIn(400)}; setTimeout(() => {}, 60_000)`, true)
    expect(await enclosure.rest(5_000)).toMatchObject(rested)
    // What it printed is told a moment later.
    await enclosure.rest(5_000)
    expect(printed()).toEqual(['awake'])
  })

  it('is at rest when the next of them is far away', async () => {
    const { enclosure, printed } = await doing(saysIn(30_000), true)
    const began = performance.now()
    expect(await enclosure.rest(5_000)).toMatchObject(rested)
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(printed()).toEqual([])
  })

  it('is told of when it wakes up again and again', async () => {
    const { enclosure } = await doing('setInterval(() => {}, 100)', true)
    expect(await enclosure.rest(20_000)).toMatchObject({ keepsWaking: true })
  })
})

it.runIf(process.platform === 'linux')('others are at rest whatever their timers say, since those are let go off by us', async () => {
  const { enclosure } = await doing('setInterval(() => {}, 1_500)', false)
  expect(await enclosure.rest(1_000)).toMatchObject(rested)
})

it.runIf(process.arch === 'x64').each([
  ['281 0x4 0x7ffe0 0x80 0x3c 0x0 0x8 0x7ffe 0x40', true],
  ['281 0x4 0x7ffe0 0x80 0xffffffff 0x0 0x8 0x7ffe 0x40', false],
  ['281 0x4 0x7ffe0 0x80 0xffffffffffffffff 0x0 0x8 0x7ffe 0x40', false],
  ['281 0x4 0x7ffe0 0x80 0x7d0 0x0 0x8 0x7ffe 0x40', false],
  ['232 0x4 0x7ffe0 0x80 0x7cf 0x0 0x8 0x7ffe 0x40', true],
  ['7 0x7ffe0 0x1 0x10 0x0 0x0 0x8 0x7ffe 0x40', true],
  ['202 0x7ffe0 0x80 0x0 0x10 0x0 0x8 0x7ffe 0x40', false],
  ['running', false],
  ['', false],
])('a thread that is in %j sleeps for a moment: %s', (line, isShort) => expect(sleepsShortly(line)).toBe(isShort))
