import { createSocket } from 'node:dgram'

/** Hears every question for a host name, and says that there is no such host. */
export interface NameSink {
  /** The names asked for, each once, sorted. */
  names(): readonly string[]
}

const mostNames = 1_000
const noSuchName = 0x8183

/** @param port 53, where names are asked for */
export function openNameSink(port: number): Promise<NameSink> {
  const names = new Set<string>()
  const socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    const question = readQuestion(message)
    if (question === undefined) return
    if (names.size < mostNames) names.add(question.name)
    socket.send(denial(message, question.end), from.port, from.address)
  })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, '127.0.0.1', () => resolve({ names: () => [...names].toSorted() }))
  })
}

/** The first question of a message, and where it ends. @source RFC 1035, 4.1 */
export function readQuestion(message: Buffer): { readonly name: string; readonly end: number } | undefined {
  // An answer, or no question: nothing that we reply to, or two sinks would talk forever.
  if (message.length < 12 || (message.readUInt16BE(2) & 0x8000) !== 0 || message.readUInt16BE(4) === 0) return undefined
  const labels: string[] = []
  let at = 12
  for (;;) {
    const length = message[at]
    if (length === undefined || length > 63) return undefined
    if (length === 0) break
    if (at + 1 + length > message.length) return undefined
    // Whatever is no plain letter is shown as a question mark: it ends up on a terminal.
    labels.push(message.toString('latin1', at + 1, at + 1 + length).replaceAll(/[^\w-]/g, '?'))
    at += 1 + length
  }
  const end = at + 5
  return end > message.length ? undefined : { name: labels.join('.').toLowerCase(), end }
}

function denial(message: Buffer, end: number): Buffer {
  const reply = Buffer.from(message.subarray(0, end))
  reply.writeUInt16BE(noSuchName, 2)
  reply.writeUInt16BE(1, 4)
  reply.fill(0, 6, 12)
  return reply
}
