import type { Server } from 'node:net'
import type { Executes } from './batch.ts'
import { attendConnection, type Connection, type Operation } from './connection.ts'
import { readStatement, type Statement } from './statement.ts'

/** The service's database as it reaches it: through here, where each round trip that executes something waits. */
export interface WireGate {
  /** What waits to be let through: the first of each connection. */
  readonly parked: ReadonlySet<Operation>
  /** Counts what came, from either side. */
  readonly came: number
  /** The server owes somebody an answer to something that does not wait: a start-up, a description. */
  readonly isBusy: boolean
  /** What was asked for that does not pass here: `COPY`, `LISTEN`. */
  readonly refused: ReadonlySet<string>
  statement(executes: readonly Executes[]): Statement
  /** From now on everything waits. */
  close(): void
  /** From now on everything passes, and what waited does too. */
  open(): void
  end(): void
}

const mostStatements = 2_000

/**
 * @param server listens already, where the service is told that its database is
 * @param path the socket of the real one
 * @param rings called whenever something came
 */
export function openWireGate(server: Server, path: string, rings: () => void): WireGate {
  const parked = new Set<Operation>()
  const connections = new Set<Connection>()
  const refused = new Set<string>()
  const read = new Map<string, Statement>()
  let came = 0
  let isOn = false

  const statementOf = (sql: string): Statement => {
    let known = read.get(sql)
    if (known === undefined) {
      if (read.size >= mostStatements) read.clear()
      read.set(sql, (known = readStatement(sql)))
    }
    return known
  }
  const statement = (executes: readonly Executes[]): Statement => {
    const all = executes.map(({ sql }) => statementOf(sql))
    return all.find(({ writes }) => writes) ?? all.find(({ isNothing }) => !isNothing) ?? statementOf('')
  }

  server.on('connection', (client) => {
    const connection = attendConnection(client, path, {
      isOn: () => isOn,
      came: () => {
        came++
        rings()
      },
      parks: (operation) => {
        parked.add(operation)
        for (const { sql } of operation.executes) {
          const { refused: what } = statementOf(sql)
          if (what !== undefined) refused.add(what)
        }
        rings()
      },
      leaves: (operation) => parked.delete(operation),
      refuses: (what) => refused.add(what),
      statement,
    })
    connections.add(connection)
    client.once('close', () => connections.delete(connection))
  })

  return {
    parked,
    get came() {
      return came
    },
    get isBusy() {
      for (const connection of connections) if (connection.isBusy) return true
      return false
    },
    refused,
    statement,
    close() {
      refused.clear()
      isOn = true
    },
    open() {
      isOn = false
      for (const connection of connections) connection.open()
      parked.clear()
    },
    end() {
      isOn = false
      for (const connection of connections) connection.end()
      server.close()
    },
  }
}
