import { expect, it } from 'vitest'
import type { Operation } from './connection.ts'
import { createLocks } from './locks.ts'
import type { Reply } from './reply.ts'

const reply: Reply = { bytes: Buffer.alloc(0), tags: [], error: undefined, isCut: false }

/** A server on which some wait for others, and whoever waits for nobody answers. */
function server(waitsFor: Record<number, number | undefined>) {
  const done: string[] = []
  const halted = new Set<number>()
  const operations = new Map<number, Operation & { reply: Reply | undefined; arrives: () => void }>()
  const free = (): void => {
    for (const [backend, operation] of operations)
      if (waitsFor[backend] === undefined && !halted.has(backend) && operation.reply === undefined) {
        operation.reply = reply
        done.push(`${backend} answers`)
        operation.arrives()
      }
  }
  const operation = (backend: number): Operation => {
    let arrives: () => void = () => undefined
    const replied = new Promise<void>((resolve) => (arrives = resolve))
    const nothing = (): void => undefined
    const transaction = { isOpen: false, isStrict: false, writes: 0 }
    const one = {
      executes: [],
      note: undefined,
      backend,
      reply: undefined,
      replied,
      arrives,
      forward: nothing,
      release: nothing,
      transaction,
      fail: nothing,
      cut: nothing,
    }
    operations.set(backend, one)
    free()
    return one
  }
  const locks = createLocks({
    blocked: (backends) => Promise.resolve(new Set(backends.filter((each) => waitsFor[each] !== undefined))),
    signal(backend, signal) {
      done.push(`${backend} ${signal}`)
      if (signal === 'SIGSTOP') halted.add(backend)
      else halted.delete(backend)
      free()
      return Promise.resolve()
    },
    rest: () => Promise.resolve(),
  })
  return { done, locks, operation, waitsFor }
}

it('has who waits for a lock halted, and knows of whom answers that it does', async () => {
  const { done, locks, operation } = server({ 2: 1 })
  const [quick, waits] = [operation(1), operation(2)]
  await locks.settled(quick)
  await locks.settled(waits)
  expect([quick.reply, waits.reply]).toEqual([reply, undefined])
  expect(done).toEqual(['1 answers', '2 SIGSTOP'])
})

it('lets those who were let go on one after the other, in the order in which they came to wait', async () => {
  const { done, locks, operation, waitsFor } = server({ 2: 1, 3: 1, 4: 1 })
  for (const backend of [3, 2, 4]) await locks.settled(operation(backend))
  done.length = 0
  await locks.settleAll()
  expect(done).toEqual([])
  Object.assign(waitsFor, { 2: undefined, 3: undefined })
  await locks.settleAll()
  expect(done).toEqual(['3 SIGCONT', '3 answers', '2 SIGCONT', '2 answers'])
})

it('leaves nobody halted', async () => {
  const { done, locks, operation } = server({ 2: 1, 3: 1 })
  for (const backend of [2, 3]) await locks.settled(operation(backend))
  await locks.release()
  expect(done.slice(-2)).toEqual(['2 SIGCONT', '3 SIGCONT'])
})
