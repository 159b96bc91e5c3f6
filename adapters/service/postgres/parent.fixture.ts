import { enclose } from '../enclosure/enclosure.ts'
import { placeOnLoopback } from '../harm/database.ts'
import { isRefusal } from '../harm/refusal.ts'
import { makeOwnDatabase } from './own-database.ts'
import { findPrograms } from './programs.ts'
import { startOwnServer } from './server.ts'

/** Stands for billstorm: makes a database, on the server at an address or on one of its own, says so, and waits to be ended. */
const [egress, address] = process.argv.slice(2) as ['guarded' | 'unguarded', string | undefined]
const enclosure = await enclose({ egress })
if (isRefusal(enclosure)) throw new Error(enclosure.says)
if (address === undefined) {
  const server = await startOwnServer(enclosure, findPrograms(process.env['PATH'] ?? '')!)
  if ('kind' in server) throw new Error(server.kind)
  process.stdout.write(`${JSON.stringify({ memory: enclosure.memory })}\n`)
} else {
  const place = placeOnLoopback(address)
  if (isRefusal(place)) throw new Error(place.says)
  const database = await makeOwnDatabase(place, enclosure.sayAtTheEnd)
  await database.keep()
  process.stdout.write(`${JSON.stringify({ memory: enclosure.memory, database: database.place.database })}\n`)
}
setInterval(() => undefined, 60_000)
