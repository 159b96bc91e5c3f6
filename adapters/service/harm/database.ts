import { isIP } from 'node:net'
import type { Refusal } from './refusal.ts'
import { refused } from './refusal.ts'

/** Databases of ours begin so. */
const databasePrefix = 'billstorm_'
/** The table that holds the random id which we wrote when we made the database. */
export const markTable = 'billstorm_mark'

/** What a server said when it was asked for the mark: the ids that stand there, or undefined when there is no such table. */
export type FoundMark = readonly string[] | undefined

/** Where a database is, as its address says. */
export interface DatabasePlace {
  /** An IP address, or the folder of a Unix socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/**
 * Reads an address of a Postgres server, and lets pass only what is on this machine. A name is not looked up but for `localhost`,
 * which is taken for 127.0.0.1: what a name leads to may change between the look and the use.
 * @param address `postgres://user:password@127.0.0.1:5432/name`, or with `?host=/folder/of/the/socket`
 */
export function placeOnLoopback(address: string): DatabasePlace | Refusal {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return refused(
      'foreign database',
      'the address of the database is none: postgres://user:password@127.0.0.1:5432/postgres is how one looks',
    )
  }
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')
    return refused('foreign database', `only Postgres is spoken, and the address begins with ${url.protocol}//`)
  const known = new Set(['host', 'sslmode'])
  const strange = [...url.searchParams.keys()].find((name) => !known.has(name))
  if (strange !== undefined) return refused('foreign database', `the address has ${strange}, which billstorm does not read`)
  const named = url.searchParams.get('host')
  if (named !== null && url.hostname !== '') return refused('foreign database', 'the address names two hosts')
  const host = hostOf(named ?? decodeURIComponent(url.hostname))
  if (host === undefined)
    return refused(
      'foreign database',
      `the server is ${named ?? url.hostname}, which is not this machine; billstorm uses servers on loopback (127.0.0.1, ::1) alone, and no flag changes that`,
    )
  const part = (text: string): string => decodeURIComponent(text)
  return {
    host,
    port: Number(url.port || 5432),
    user: part(url.username),
    password: part(url.password),
    database: part(url.pathname.slice(1)),
  }
}

/** The host when it is this machine. */
function hostOf(text: string): string | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1')
  if (bare.startsWith('/')) return bare
  if (bare === 'localhost') return '127.0.0.1'
  if (bare === '::1') return bare
  // Only the usual spelling: others read 127.1 or 0x7f000001 in ways of their own.
  return isIP(bare) === 4 && bare.startsWith('127.') ? bare : undefined
}

/** A name for a database of ours. @param id letters and digits of chance */
export const databaseName = (id: string): string => `${databasePrefix}${id}`

/**
 * Whether a database may be reset or dropped: it bears our name and holds the very id that we wrote when we made it. Asked anew each
 * time, since somebody may have put another in its place.
 */
export function refuseForeign(database: string, id: string, found: FoundMark): Refusal | undefined {
  const never = 'billstorm resets and drops only what it made, and no flag changes that'
  if (!database.startsWith(databasePrefix)) return refused('foreign database', `${database} is not named ${databasePrefix}*: ${never}`)
  if (found === undefined) return refused('foreign database', `${database} has no table ${markTable}: ${never}`)
  if (found.length !== 1 || found[0] !== id) return refused('foreign database', `${database} bears the mark of somebody else: ${never}`)
  return undefined
}
