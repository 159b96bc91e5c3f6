import { scrypt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import * as named from 'node:crypto'
import { gzip } from 'node:zlib'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { utc } from '#machines'
import type { Pause } from '#simulator'
import { parseName } from '#simulator'
import { createStage, drive, driveInTurn, driveUntil } from './drive.fixture.ts'
import { install, type Injection } from './injection.ts'

let injection: Injection
beforeAll(async () => {
  injection = await install()
})
afterAll(() => injection.uninstall())

const starts = utc('2026-03-01T09:00:00Z')
const ran = async (run: () => Promise<unknown>, name = 'ada/one'): Promise<unknown> => {
  const stage = createStage(undefined, starts)
  return drive(stage, injection.activity(parseName(name), stage.world, run))
}
const read = (label: string, run: () => unknown = () => undefined) =>
  injection.touch({ label, subject: 'row', writes: false, request: label }, run)

describe('clock', () => {
  it('every clock inside an activity tells the world’s time, and the real time outside', async () => {
    const times = await ran(async () => [
      Date.now(),
      new Date().getTime(),
      performance.now(),
      Number(process.hrtime.bigint() / 1_000_000n),
      Date().slice(11, 15),
    ])
    expect(times).toEqual([starts, starts, starts, starts, '2026'])
    expect(Math.abs(Date.now() - starts)).toBeGreaterThan(0)
    expect(performance.now()).toBeLessThan(10_000_000)
  })

  it('dates made inside are dates', async () => {
    const date = (await ran(async () => new Date())) as Date
    expect(date).toBeInstanceOf(Date)
    expect(date.constructor).toBe(Date)
    expect(structuredClone(date).getTime()).toBe(starts)
    expect(new Date(2_024, 1, 29).getDate()).toBe(29)
    expect(new (class extends Date {})(5).getTime()).toBe(5)
  })

  it('a time-out is a sleep of the world, in order of its instant', async () => {
    const stage = createStage(undefined, starts)
    const heard: string[] = []
    const activity = injection.activity(parseName('ada/sleeps'), stage.world, async () => {
      setTimeout(() => heard.push('late'), 5_000)
      const dropped = setTimeout(() => heard.push('never'), 10)
      const ticking = setInterval(() => heard.push('tick'), 2_000)
      clearTimeout(dropped)
      await wait(4_500, undefined)
      clearInterval(ticking)
      await new Promise((resolve) => AbortSignal.timeout(1_000).addEventListener('abort', resolve))
      return Date.now() - starts
    })
    expect(await activity.resume(undefined)).toEqual({ kind: 'sleep', until: starts + 2_000 })
    expect(await drive(stage, activity, { kind: 'sleep', until: utc('2026-03-01T09:00:02Z') })).toBe(5_500)
    expect(heard).toEqual(['tick', 'tick', 'late'])
  })

  it('a time-out that passed while a question was open goes off before the answer', async () => {
    const stage = createStage(undefined, starts)
    const activity = injection.activity(parseName('ada/late'), stage.world, async () => {
      const first = new Promise((resolve) => setTimeout(resolve, 1_000, 'time-out'))
      return Promise.race([first, read('row', () => 'answer')])
    })
    const pause = await activity.resume(undefined)
    expect(pause).toMatchObject({ kind: 'step', landmark: 'before row' })
    stage.now = utc('2026-03-01T09:00:02Z')
    expect(await drive(stage, activity, pause)).toBe('time-out')
  })

  it('async contexts of the code go through its timers', async () => {
    const { AsyncLocalStorage } = await import('node:async_hooks')
    const context = new AsyncLocalStorage<string>()
    expect(await ran(() => context.run('hers', () => new Promise((resolve) => setTimeout(() => resolve(context.getStore()), 10))))).toBe(
      'hers',
    )
  })
})

describe('chance', () => {
  const draws = async (): Promise<unknown> => [
    Math.random(),
    crypto.randomUUID(),
    [...crypto.getRandomValues(new Uint8Array(5))],
    named.randomBytes(4).toString('hex'),
    named.randomUUID(),
    named.randomInt(10),
    named.randomFillSync(new Uint8Array(3)).join(),
    await promisify(named.randomBytes)(2).then(String),
  ]

  it('draws depend on the activity’s name alone', async () => {
    const once = await ran(draws, 'ada/a')
    await ran(draws, 'bob/b')
    expect(await ran(draws, 'ada/a')).toEqual(once)
    expect(await ran(draws, 'ada/b')).not.toEqual(once)
  })

  it('a uuid has the form of version 4', async () => {
    expect(await ran(async () => crypto.randomUUID())).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('outside an activity chance is real', async () => expect(await draws()).not.toEqual(await draws()))
})

describe('gate', () => {
  it('several open questions are given by their words, whatever came first', async () => {
    const stage = createStage()
    await drive(
      stage,
      injection.activity(parseName('ada/many'), stage.world, async () => {
        await Promise.all([promisify(scrypt)('a', 'b', 16).then(() => read('b')), read('c'), read('a')])
      }),
    )
    expect(stage.log.filter((line) => line.includes('before')).map((line) => line.slice(-1))).toEqual(['a', 'b', 'c'])
  })

  it('what is touched is done between its landmarks, and says so', async () => {
    const stage = createStage()
    let done = false
    const activity = injection.activity(parseName('ada/touch'), stage.world, () =>
      injection.touch(
        { label: 'write row', subject: 'row', writes: true, request: 1, where: 'x.ts:3' },
        () => ((done = true), 7),
        (result) => `${result} rows`,
      ),
    )
    expect(await activity.resume(undefined)).toEqual({ kind: 'step', landmark: 'before write row' })
    expect(done).toBe(false)
    expect(await activity.resume(undefined)).toEqual({
      kind: 'step',
      landmark: 'after write row',
      did: { subject: 'row', writes: true, payload: 1, says: 'write row  7 rows  x.ts:3' },
    })
    expect(done).toBe(true)
    expect(await activity.resume(undefined)).toEqual({ kind: 'done', reply: 7 })
  })

  it('a touch that the store refuses is thrown to the code and changed nothing', async () => {
    const stage = createStage()
    const reply = await drive(
      stage,
      injection.activity(parseName('ada/refused'), stage.world, () =>
        injection
          .touch({ label: 'write row', subject: 'row', writes: true, request: 1 }, () => {
            throw new RangeError('unique')
          })
          .catch((error: Error) => error.name),
      ),
    )
    expect(reply).toBe('RangeError')
    expect(stage.log.join('\n')).toContain('"writes":false')
  })

  it('a question outside an activity is refused', () => {
    expect(() => injection.gate({ kind: 'call', to: 'provider', label: 'retrieve invoice', request: {} })).toThrow(/outside an activity/)
  })

  it('two activities take turns at their landmarks', async () => {
    const stage = createStage()
    const order: string[] = []
    const run = (who: string) => async () => {
      await read('row', () => order.push(`${who} reads`))
      await injection.touch({ label: 'write row', subject: 'row', writes: true, request: 1 }, () => order.push(`${who} writes`))
    }
    await driveInTurn(stage, [
      injection.activity(parseName('a'), stage.world, run('a')),
      injection.activity(parseName('b'), stage.world, run('b')),
    ])
    expect(order).toEqual(['a reads', 'b reads', 'a writes', 'b writes'])
  })
})

describe('rest', () => {
  it('work in the thread pool is waited out', async () => {
    const work = async (): Promise<number> => {
      const key = await promisify(scrypt)('a', 'b', 16)
      const small = await promisify(gzip)(key as Buffer)
      const { promise, resolve } = Promise.withResolvers<number>()
      setImmediate(() => setImmediate(resolve, small.length))
      return promise
    }
    const stage = createStage()
    expect((await injection.activity(parseName('ada/pool'), stage.world, work).resume(undefined)).kind).toBe('done')
    expect(injection.quietTurns).toBeGreaterThan(1)
  })

  it('a stream that compresses piece by piece is waited out', async () => {
    const squeezed = await ran(async () => {
      const pieces = new ReadableStream({
        start: (to) => {
          for (let i = 0; i < 20; i++) to.enqueue(new Uint8Array(50_000).fill(i))
          to.close()
        },
      })
      return (await new Response(pieces.pipeThrough(new CompressionStream('gzip'))).arrayBuffer()).byteLength
    }, 'ada/stream')
    expect(squeezed).toBeGreaterThan(100)
  })

  it('code that waits for nothing that can come is named', async () => {
    await expect(ran(() => new Promise(() => undefined), 'ada/hangs')).rejects.toThrow('ada/hangs waits for something that never comes')
  })

  it('rejections and exceptions nobody took are effects of the activity, without their text', async () => {
    const stage = createStage()
    await drive(
      stage,
      injection.activity(parseName('ada/careless'), stage.world, async () => {
        void Promise.reject(Object.assign(new TypeError('secret'), { code: 'E1' }))
        setImmediate(() => {
          throw new RangeError('secret')
        })
        setTimeout(() => {
          throw new SyntaxError('secret')
        }, 5)
        await wait(10)
      }),
    )
    expect(stage.effects.toSorted()).toEqual([
      'unhandled rejection: ada/careless: RangeError',
      'unhandled rejection: ada/careless: SyntaxError',
      'unhandled rejection: ada/careless: TypeError E1',
    ])
  })

  it('what a handler throws is thrown by its activity', async () => {
    await expect(
      ran(() => {
        throw new RangeError('broken')
      }),
    ).rejects.toThrow('broken')
  })

  it('work that outlives its answer is told, and forgotten with the run', async () => {
    injection.reset()
    const stage = createStage()
    const activity = injection.activity(parseName('ada/early'), stage.world, async () => {
      void read('row')
      setTimeout(() => undefined, 50)
      setTimeout(() => undefined, 50).unref()
      return 200
    })
    expect(await activity.resume(undefined)).toEqual({ kind: 'done', reply: 200 } satisfies Pause)
    expect(injection.outstanding().waitsFor).toEqual(['ada/early: before row', 'ada/early: a timer'])
    injection.reset()
    expect(injection.outstanding().waitsFor).toEqual([])
  })

  it('an activity that is never resumed leaves the others alone', async () => {
    const stage = createStage()
    const dead = injection.activity(parseName('ada/dead'), stage.world, () => read('row'))
    await driveUntil(stage, dead, (pause) => pause.kind === 'step')
    expect(await ran(async () => read('row', () => 3))).toBe(3)
  })
})

it('one process, one injection', async () => {
  await expect(install()).rejects.toThrow('give each its own worker')
})
