import type { Socket } from 'node:net'
import { connect } from 'node:net'
import type { DatabasePlace } from '../harm/database.ts'
import { columnNames, createFrameReader, errorFields, frame, rowValues, startFrame } from './frames.ts'
import { createSignIn } from './sign-in.ts'

/** A row, as text under its columns' names. */
export type Row = Readonly<Record<string, string | null>>

/** A connection of ours to a Postgres server, for what we ask ourselves: it makes, marks, looks at and resets databases. */
export interface Sql {
  /** Asks in plain text, one or several statements, in one transaction. @returns the rows of the last that gave some */
  query(text: string): Promise<readonly Row[]>
  close(): Promise<void>
  /** Gives the connection away, signed in and idle; nothing can be asked here any more. */
  giveAway(): Socket
}

/** What the server said no to. `code` is its SQLSTATE; empty when the connection ended. */
export class SqlError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'SqlError'
    this.code = code
  }
}

export const ourName = 'billstorm'

interface Waiting {
  readonly resolve: (rows: readonly Row[]) => void
  readonly reject: (error: SqlError) => void
}

/**
 * @param as what the server is told that we are; reset passes over those that bear our name
 * @throws SqlError when nobody is there, or we may not come in
 */
export async function connectSql(place: DatabasePlace, as: string = ourName): Promise<Sql> {
  const socket = place.host.startsWith('/')
    ? connect({ path: `${place.host}/.s.PGSQL.${place.port}` })
    : connect({ host: place.host, port: place.port, noDelay: true })
  return signedIn(socket, place, as)
}

function signedIn(socket: Socket, { user, password, database }: DatabasePlace, as: string): Promise<Sql> {
  return new Promise((ready, refuse) => {
    const signIn = createSignIn(user, password)
    const waiting: Waiting[] = []
    let isReady = false
    let columns: readonly string[] = []
    let rows: Row[] = []
    let failed: SqlError | undefined
    const lost = (error: SqlError): void => {
      socket.destroy()
      refuse(error)
      for (const each of waiting.splice(0)) each.reject(error)
    }
    const sql: Sql = {
      query(text) {
        if (socket.destroyed) return Promise.reject(new SqlError('', 'the connection to Postgres is closed'))
        return new Promise((resolve, reject) => {
          waiting.push({ resolve, reject })
          socket.write(frame('Q', `${text}\0`))
        })
      },
      close: () =>
        new Promise((resolve) => {
          if (socket.destroyed) return resolve()
          socket.once('close', () => resolve())
          socket.end(frame('X'))
        }),
      giveAway() {
        socket.removeAllListeners().pause()
        return socket
      },
    }
    const take = createFrameReader(({ kind, body }) => {
      switch (kind) {
        case 'R': {
          const said = signIn.answer(body)
          if (said !== undefined) socket.write(said)
          return
        }
        case 'T':
          columns = columnNames(body)
          rows = []
          return
        case 'D': {
          const values = rowValues(body)
          rows.push(Object.fromEntries(columns.map((name, place) => [name, values[place] ?? null])))
          return
        }
        case 'E': {
          const fields = errorFields(body)
          failed ??= new SqlError(fields.get('C') ?? '', fields.get('M') ?? 'Postgres said no')
          // What is said before we are in is the last that is said.
          if (!isReady) lost(failed)
          return
        }
        case 'G':
          socket.write(frame('f', 'nothing is copied here\0'))
          return
        case 'Z': {
          const next = isReady ? waiting.shift() : undefined
          if (!isReady) ready(sql)
          isReady = true
          if (failed === undefined) next?.resolve(rows)
          else next?.reject(failed)
          failed = undefined
          rows = []
          return
        }
        default:
        // Notices, settings, keys for canceling, ends of commands: nothing of them is needed.
      }
    })
    socket.on('data', (bytes) => {
      try {
        take(bytes)
      } catch (thrown) {
        lost(new SqlError('', `signing in to Postgres failed: ${(thrown as Error).message}`))
      }
    })
    socket.on('error', (error) => lost(new SqlError('', `no connection to Postgres: ${error.message}`)))
    socket.on('close', () => lost(new SqlError('', 'the connection to Postgres ended')))
    socket.write(startFrame({ user, database, client_encoding: 'UTF8', application_name: as }))
  })
}

/** What is sent to ask one thing and then leave, on a connection that is signed in. */
export const lastQuestion = (text: string): Buffer => Buffer.concat([frame('Q', `${text}\0`), frame('X')])

export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const quotedText = (text: string): string => `'${text.replaceAll("'", "''")}'`
