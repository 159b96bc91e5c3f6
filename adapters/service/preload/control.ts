import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Instant } from '#machines'
import { z } from 'zod'

/** What the preload says, a line each. */
const line = z.discriminatedUnion('is', [
  z.object({ is: z.literal('here'), pid: z.number(), node: z.string() }),
  z.object({ is: z.literal('told'), number: z.number(), first: z.number().nullable() }),
  z.object({ is: z.literal('dies'), origin: z.string(), error: z.string() }),
])

/** A process of the service that the preload was loaded into. */
interface Held {
  readonly socket: Socket
  readonly asked: Map<number, (first: Instant | undefined) => void>
  /** When the first of its timers is due, as it last said. */
  first: Instant | undefined
}

/** Says what time it is to the Node processes of the service, and lets their timers go off. */
export interface Control {
  /** Where the preload finds it. */
  readonly path: string
  /** How many processes have come and not gone. */
  readonly held: number
  /** What processes said of errors that nobody caught, as they died of them; whoever reads it empties it. */
  readonly deaths: string[]
  /** It is now, for all of them. @returns when the first timer of any is due */
  tell(now: Instant): Promise<Instant | undefined>
  /** The same, where one of them was told another time; nobody asks for their timers. */
  pass(now: Instant): Promise<void>
  /** Another world begins: what was to happen once in the one before does not happen, and what happens again and again begins anew. */
  begin(now: Instant): Promise<void>
  /** The first timer goes off, at its time. */
  fire(): Promise<void>
  close(): void
}

/** @param folder in which the socket is made, and with which it goes */
export async function openControl(folder: string): Promise<Control> {
  const path = join(folder, 'control.sock')
  const held = new Set<Held>()
  const deaths: string[] = []
  let last = 0
  /** What all of them were told last. */
  let told: Instant | undefined

  const server = createServer((socket) => {
    const one: Held = { socket, asked: new Map(), first: undefined }
    let rest = ''
    socket.setEncoding('utf8')
    socket.on('error', () => undefined)
    socket.on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const each of lines) {
        const said = line.parse(JSON.parse(each))
        if (said.is === 'here') {
          held.add(one)
          told = undefined
        } else if (said.is === 'dies')
          deaths.push(`${said.origin === 'unhandledRejection' ? 'unhandled rejection' : 'uncaught error'}: ${said.error}`)
        else {
          one.asked.get(said.number)?.((said.first ?? undefined) as Instant | undefined)
          one.asked.delete(said.number)
        }
      }
    })
    // A process that ends owes no answer.
    socket.once('close', () => {
      held.delete(one)
      for (const take of one.asked.values()) take(undefined)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })

  const say = async (one: Held, words: object): Promise<void> => {
    const number = ++last
    const answered = new Promise<Instant | undefined>((resolve) => one.asked.set(number, resolve))
    one.socket.write(`${JSON.stringify({ number, ...words })}\n`)
    one.first = await answered
  }

  const firstOf = (): Held | undefined => {
    let found: Held | undefined
    for (const one of held) if (one.first !== undefined && (found?.first === undefined || one.first < found.first)) found = one
    return found
  }

  const tell = async (now: Instant, words: object = {}): Promise<Instant | undefined> => {
    told = now
    await Promise.all([...held].map((one) => say(one, { now, ...words })))
    return firstOf()?.first
  }

  return {
    path,
    get held() {
      return held.size
    },
    deaths,
    tell,
    async pass(now) {
      if (told !== now) await tell(now)
    },
    async begin(now) {
      await tell(now, { begin: true })
    },
    async fire() {
      const one = firstOf()
      if (one?.first === undefined) return
      told = undefined
      await say(one, { now: one.first, fire: true })
    },
    close() {
      for (const { socket } of held) socket.destroy()
      server.close()
    },
  }
}
