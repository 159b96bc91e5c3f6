import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from './connection.ts'

/**
 * Knows whether statements that were let through work, or wait for a lock that another one holds. Whoever waits is halted, so that
 * of several who wait for the same one goes on when it is free, and then the next: the server itself would let them race.
 */
export interface Locks {
  /** Resolves when it is known: the reply is there, or it will not come before somebody else lets go. */
  settled(operation: Operation): Promise<void>
  /** Lets those go on, one after the other, who have what they waited for. */
  settleAll(): Promise<void>
  /** Nobody is halted any more. */
  release(): Promise<void>
}

/** What must be known of the server, and done to its processes. */
export interface Backends {
  /** Those that wait for what others hold. */
  blocked(backends: readonly number[]): Promise<ReadonlySet<number>>
  signal(backend: number, signal: 'SIGSTOP' | 'SIGCONT'): Promise<void>
  /** Resolves when nobody inside does anything any more. */
  rest(): Promise<void>
}

/** Most statements take less. */
const quickMs = 2
/** The server looks for a circle of locks 1 ms after somebody began to wait, once: whoever closes one is its victim. */
const lookedMs = 3

export function createLocks({ blocked, signal, rest }: Backends): Locks {
  /** In the order in which they began to wait. */
  const halted = new Set<Operation>()

  const settled = async (operation: Operation): Promise<void> => {
    const { backend } = operation
    while (operation.reply === undefined) {
      await orAfter(operation.replied, quickMs)
      if (operation.reply !== undefined || !(await blocked([backend])).has(backend)) continue
      await sleep(lookedMs)
      await rest()
      if (operation.reply !== undefined || !(await blocked([backend])).has(backend)) continue
      await signal(backend, 'SIGSTOP')
      halted.add(operation)
      return
    }
  }
  const goesOn = async (operation: Operation): Promise<void> => {
    halted.delete(operation)
    await signal(operation.backend, 'SIGCONT')
  }

  return {
    settled,
    async settleAll() {
      while (halted.size > 0) {
        const still = await blocked([...halted].map(({ backend }) => backend))
        const next = [...halted].find(({ backend, reply }) => reply !== undefined || !still.has(backend))
        if (next === undefined) return
        await goesOn(next)
        await settled(next)
      }
    },
    async release() {
      for (const operation of [...halted]) await goesOn(operation)
    },
  }
}

/** Resolves with it, or after a while, whichever comes first; no timer is left. */
function orAfter(awaited: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, ms)
    void awaited.then(() => {
      clearTimeout(late)
      resolve()
    })
  })
}
