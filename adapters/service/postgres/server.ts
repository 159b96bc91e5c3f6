import { randomBytes } from 'node:crypto'
import { chownSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChildEnd } from '../children/ends.ts'
import type { Enclosure } from '../enclosure/enclosure.ts'
import type { Running } from '../enclosure/wire.ts'
import type { DatabasePlace } from '../harm/database.ts'
import type { Programs } from './programs.ts'
import { settings } from './settings.ts'
import { connectSql, SqlError } from './sql.ts'

/** A Postgres of our own, inside an enclosure. Its data lies in the enclosure's folder and goes with it. */
export interface OwnServer {
  /** Where we reach it ourselves: by a socket in the enclosure's folder, which network namespaces do not part. */
  readonly place: DatabasePlace
  /** Where children reach a database of it, by a port on loopback inside: its own, or that of a gate before it. */
  addressOf(database: string, port?: number): string
  /** The socket by which we reach it. */
  readonly path: string
  /** How long it took from nothing to the first answer. */
  readonly readyMs: number
  stop(): Promise<void>
  /** It ended by itself. */
  readonly lost: Promise<ChildEnd>
}

const user = 'billstorm'
const withinMs = 60_000
const limits = { keepBytes: 65_536, floodBytes: 67_108_864 }

/** Makes a server and starts it. What goes wrong is told as of any child. */
export async function startOwnServer(enclosure: Enclosure, programs: Programs): Promise<OwnServer | ChildEnd> {
  const began = performance.now()
  const since = (): number => Math.round(performance.now() - began)
  const home = join(enclosure.memory, 'postgres')
  const password = randomBytes(18).toString('hex')
  const owner = ownerOfData()
  mkdirSync(home, { mode: 0o700 })
  writeFileSync(join(home, 'password'), password, { mode: 0o600 })
  if (owner !== undefined) for (const path of [home, join(home, 'password')]) chownSync(path, owner.uid, owner.gid)
  const libraries = join(home, 'libraries')
  mkdirSync(libraries)
  for (const [name, file] of programs.libraries) symlinkSync(file, join(libraries, name))
  // The second name is that of macOS.
  const path = [libraries, ...new Set([...programs.libraries.values()].map((file) => dirname(file)))].join(delimiter)
  const named = programs.libraries.size === 0 ? {} : { LD_LIBRARY_PATH: path, DYLD_LIBRARY_PATH: path }
  const env = { ...enclosure.environment(named), HOME: home, TMPDIR: home }
  // At SIGQUIT it lets go of its memory, and takes no time to make its data safe.
  const start = (run: readonly [string, ...string[]]): ReturnType<Enclosure['start']> =>
    enclosure.start({ run, folder: home, env, endsBy: 'SIGQUIT', ...limits, ...(owner === undefined ? {} : { as: owner }) })

  const making = await start([
    programs.initdb,
    ...['--pgdata', join(home, 'data'), '--username', user, '--pwfile', join(home, 'password')],
    ...['--auth-local=trust', '--auth-host=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'],
  ])
  if ('kind' in making) return making
  const made = await making.exited
  if (made.code !== 0) return { kind: 'exited', afterMs: since(), exit: made }

  const port = await freePort(enclosure)
  const server = await start([
    programs.postgres,
    ...['-D', join(home, 'data'), '-k', home, '-h', '127.0.0.1', '-p', String(port)],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ])
  if ('kind' in server) return server
  const place = { host: home, port, user, password, database: 'postgres' }
  let isStopped = false
  const lost = new Promise<ChildEnd>((resolve) => {
    void server.exited.then((exit) => isStopped || resolve({ kind: 'exited', afterMs: since(), exit }))
  })
  const stop = async (): Promise<void> => {
    isStopped = true
    await enclosure.stop(server.number, 2_000)
  }
  const ready = await Promise.race([lost, untilAnswers(place, server)])
  if (ready === 'ready')
    return {
      place,
      addressOf: (database, at = port) => `postgres://${user}:${password}@127.0.0.1:${at}/${database}`,
      path: join(home, `.s.PGSQL.${port}`),
      readyMs: since(),
      stop,
      lost,
    }
  await stop()
  return ready
}

/** Postgres refuses to run as root; then its data is another user's. */
function ownerOfData(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  return { uid: 65_534, gid: 65_534 }
}

async function freePort(enclosure: Enclosure): Promise<number> {
  const { port, server } = await enclosure.listen()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Asks until it answers: at first there is no socket, then it says that it is starting up. */
async function untilAnswers(place: DatabasePlace, server: Running): Promise<'ready' | ChildEnd> {
  let last = 'nothing'
  for (const until = performance.now() + withinMs; performance.now() < until; await sleep(5)) {
    try {
      const sql = await connectSql(place)
      await sql.close()
      return 'ready'
    } catch (thrown) {
      if (!(thrown instanceof SqlError)) throw thrown
      last = thrown.message
    }
  }
  return { kind: 'never ready', afterMs: withinMs, last: `${last}; ${server.printed.error.slice(-500)}` }
}
