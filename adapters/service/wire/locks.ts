import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from './connection.ts'

/** Knows whether statements that were let through work, or wait for a lock that another one holds. */
export interface Locks {
  /** Resolves when it is known: the reply is there, or it will not come before somebody else lets go. */
  settled(operation: Operation): Promise<'replied' | 'blocked'>
}

/** Most statements take less. */
const quickMs = 2
/** The server looks for a circle of locks 1 ms after somebody began to wait, once. */
const lookedMs = 3

/**
 * @param isBlocked whether somebody holds what a process of the server waits for
 * @param rest resolves when nobody inside does anything any more: who was to look for a circle has looked
 */
export function createLocks(isBlocked: (backend: number) => Promise<boolean>, rest: () => Promise<void>): Locks {
  return {
    async settled(operation) {
      const { backend } = operation
      for (;;) {
        await orAfter(operation.replied, quickMs)
        if (operation.reply !== undefined) return 'replied'
        if (!(await isBlocked(backend))) continue
        await sleep(lookedMs)
        await rest()
        if (operation.reply !== undefined) return 'replied'
        if (await isBlocked(backend)) return 'blocked'
      }
    },
  }
}

/** Resolves with it, or after a while, whichever comes first; no timer is left. */
export function orAfter(awaited: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, ms)
    void awaited.then(() => {
      clearTimeout(late)
      resolve()
    })
  })
}
