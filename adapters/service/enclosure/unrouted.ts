import { openSync, readSync } from 'node:fs'

/**
 * Counts how many packets and connections of this namespace found no route, since it was made. In a namespace that has only loopback,
 * each of them was on its way out. Asked whenever somebody rests, so that its files stay open.
 * @source proc(5) and RFC 4293: ipSystemStatsOutNoRoutes
 */
export function createUnrouted(): () => number {
  const [ip4, ip6] = [reader('/proc/net/snmp'), reader('/proc/net/snmp6')]
  return () => of4(ip4()) + of6(ip6())
}

function of4(text: string): number {
  const [names, values] = text.split('\n', 2)
  const place = names?.split(' ').indexOf('OutNoRoutes') ?? -1
  return place === -1 ? 0 : Number(values?.split(' ')[place] ?? 0)
}

function of6(text: string): number {
  return Number(/^Ip6OutNoRoutes\s+(\d+)/m.exec(text)?.[1] ?? 0)
}

function reader(path: string): () => string {
  const bytes = Buffer.allocUnsafe(16_384)
  let file: number | undefined
  try {
    file = openSync(path, 'r')
  } catch {
    // Where there is no such file nothing is counted.
  }
  return () => (file === undefined ? '' : bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0)))
}
