import type { Enclosure } from './enclosure.ts'

/** @source proc_net_tcp of the kernel's documentation: local address in the second column, state 0A listens */
const script = `
const { readFileSync } = require('node:fs')
const ports = new Set()
for (const table of ['tcp', 'tcp6'])
  try {
    for (const line of readFileSync('/proc/net/' + table, 'latin1').split('\\n').slice(1)) {
      const [, local = '', , state] = line.trim().split(/\\s+/)
      if (state === '0A') ports.add(parseInt(local.split(':')[1], 16))
    }
  } catch {}
console.log(JSON.stringify([...ports].sort((a, b) => a - b)))
`

/** The ports on which anybody inside listens; undefined where that cannot be seen. Of a machine without namespaces they would be everybody's. */
export async function listeningPorts(enclosure: Enclosure): Promise<readonly number[] | undefined> {
  if (enclosure.egress !== 'guarded') return undefined
  const { start, folder, environment } = enclosure
  const running = await start({ run: [process.execPath, '-e', script], folder, env: environment({}), keepBytes: 4_096, floodBytes: 65_536 })
  if ('kind' in running) return undefined
  const { code } = await running.exited
  return code === 0 ? (JSON.parse(running.printed.out) as number[]) : undefined
}
