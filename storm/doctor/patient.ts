import { listeningPorts, type Onlooker, serviceSeenBy, type ServiceOptions, type Table, tablesOf } from '#adapters'
import type { System } from '#simulator'

type Enclosed = Parameters<NonNullable<Onlooker['enclosed']>>[0]
type Up = Parameters<NonNullable<Onlooker['up']>>[0]
type Sent = Parameters<NonNullable<Onlooker['answered']>>[0]
type Heard = Parameters<NonNullable<Onlooker['answered']>>[1]

/** A request of ours to the service, and what came of it. */
export interface Exchange {
  readonly sent: Sent
  readonly heard: Heard
}

/** A service under examination: the system that it is in storms, and what is seen of it beside the port. */
export interface Patient {
  readonly options: ServiceOptions
  readonly system: System
  /** All that it was asked so far. */
  readonly exchanges: readonly Exchange[]
  /** What stood in its database after each reset. */
  readonly begins: readonly (readonly Table[])[]
  /** Ports that anybody listened on while it started. */
  readonly ports: readonly number[]
  /** @throws Error before it came up */
  up(): Up
  /** Undefined: nobody knows how to look into a database of its kind. */
  tables(): Promise<readonly Table[] | undefined>
}

/** Looking costs a process each time. */
const lookEveryMs = 500

export function patientOf(options: ServiceOptions): Patient {
  const exchanges: Exchange[] = []
  const begins: (readonly Table[])[] = []
  let ports: readonly number[] = []
  let up: Up | undefined
  let enclosed: Enclosed | undefined
  const system = serviceSeenBy(
    {
      enclosed: (at) => (enclosed = at),
      up: (at) => (up = at),
      answered: (sent, heard) => void exchanges.push({ sent, heard }),
    },
    options,
  )
  const here = (): Up => {
    if (up === undefined) throw new Error('it did not come up yet')
    return up
  }
  const tables = (): Promise<readonly Table[] | undefined> => tablesOf(options.store.kind, (sql) => here().store.query(sql))
  const lookForPorts = async (): Promise<void> => {
    if (enclosed === undefined) return
    // Who ends meanwhile takes the question along.
    const seen = await listeningPorts(enclosed).catch(() => undefined)
    if (seen !== undefined) ports = [...new Set([...ports, ...seen])].toSorted((a, b) => a - b)
  }
  return {
    options,
    exchanges,
    begins,
    get ports() {
      return ports
    },
    up: here,
    tables,
    system: {
      ...system,
      async boot() {
        const watch = setInterval(() => void lookForPorts(), lookEveryMs)
        try {
          await system.boot?.()
        } finally {
          clearInterval(watch)
        }
      },
      async reset() {
        await system.reset()
        const now = await tables()
        if (now !== undefined) begins.push(now)
      },
    },
  }
}
