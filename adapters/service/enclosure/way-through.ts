import { connect } from 'node:net'
import type { Enclosure } from './enclosure.ts'

/** A place on this machine that children may reach. */
export interface WayThrough {
  /** The port on loopback inside that leads there. */
  readonly port: number
  /** Closes it, and whatever is under way. */
  close(): void
}

/**
 * Lets children reach one place of this machine: a twin that is served outside, or somebody's Postgres on loopback. Never any other,
 * so that it is told by its port alone, or by the path of its socket.
 */
export async function wayThrough(enclosure: Enclosure, to: number | string): Promise<WayThrough> {
  const { port, server } = await enclosure.listen()
  const ends = new Set<() => void>()
  server.on('connection', (inside) => {
    const outside = typeof to === 'number' ? connect({ port: to, host: '127.0.0.1', noDelay: true }) : connect({ path: to })
    const end = (): void => {
      inside.destroy()
      outside.destroy()
      ends.delete(end)
    }
    ends.add(end)
    for (const socket of [inside, outside]) socket.on('error', end).on('close', end)
    inside.setNoDelay(true)
    inside.pipe(outside).pipe(inside)
  })
  return {
    port,
    close() {
      server.close()
      for (const end of ends) end()
    },
  }
}
