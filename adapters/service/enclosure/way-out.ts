import { isRefusal } from '../harm/refusal.ts'
import { enclose } from './enclosure.ts'

/** A network that belongs to nobody, and a name that nobody may have. @source RFC 5737, RFC 6761 */
const nobodys = { address: '192.0.2.1', name: 'billstorm.invalid' }

const script = `
const net = require('node:net'), dns = require('node:dns')
const left = new Set(['dial', 'name'])
const over = (which, code) => {
  console.log(which + ' ' + code)
  left.delete(which)
  if (left.size === 0) process.exit(0)
}
net.connect(9, '${nobodys.address}').on('error', ({ code }) => over('dial', code)).on('connect', () => over('dial', 'connected'))
dns.lookup('${nobodys.name}', (error) => over('name', error?.code ?? 'found'))
setTimeout(() => process.exit(0), 4000)
`

/** What came of trying to get out of an enclosure on purpose. */
export interface WayOut {
  /** Nothing came through, and both tries were seen. */
  readonly isClosed: boolean
  readonly says: string
}

/** Tries to get out of an enclosure as a service would, with nothing of the service in it. */
export async function tryTheWayOut(): Promise<WayOut> {
  const enclosure = await enclose({ egress: 'guarded' })
  if (isRefusal(enclosure)) return { isClosed: false, says: enclosure.says }
  try {
    const { start, folder, environment } = enclosure
    const running = await start({
      run: [process.execPath, '-e', script],
      folder,
      env: environment({}),
      keepBytes: 4_096,
      floodBytes: 65_536,
    })
    if ('kind' in running) return { isClosed: false, says: `the way out could not be tried: ${running.why}` }
    await running.exited
    const { out } = running.printed
    const { names, unrouted } = await enclosure.outward()
    const isHeld = out.includes('dial ENETUNREACH') && /name (ENOTFOUND|EAI_AGAIN)/.test(out)
    const isSeen = unrouted > 0 && names.includes(nobodys.name)
    if (isHeld && isSeen) return { isClosed: true, says: 'a dial and a name were tried from inside: both were held back, and seen' }
    return {
      isClosed: false,
      says: `a dial and a name were tried from inside, and came to: ${out.trim().replaceAll('\n', ', ') || 'nothing'}${isSeen ? '' : '; they were not seen'}`,
    }
  } finally {
    await enclosure.end()
  }
}
