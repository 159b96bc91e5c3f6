import { readFileSync } from 'node:fs'

/**
 * How many packets and connections of this namespace found no route, since it was made. In a namespace that has only loopback,
 * each of them was on its way out.
 * @source proc(5) and RFC 4293: ipSystemStatsOutNoRoutes
 */
export function unrouted(): number {
  return ip4(read('/proc/net/snmp')) + ip6(read('/proc/net/snmp6'))
}

function ip4(text: string): number {
  const [names, values] = text.split('\n').filter((line) => line.startsWith('Ip:'))
  const place = names?.split(' ').indexOf('OutNoRoutes') ?? -1
  return place === -1 ? 0 : Number(values?.split(' ')[place] ?? 0)
}

function ip6(text: string): number {
  return Number(/^Ip6OutNoRoutes\s+(\d+)/m.exec(text)?.[1] ?? 0)
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
