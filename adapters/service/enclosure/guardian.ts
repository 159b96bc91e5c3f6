import type { Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeAbandoned, showInUse } from './abandoned.ts'
import { makeFolders, removeFolders } from './folders.ts'
import { createKeeper } from './keeper.ts'
import type { Answer, Asked, Namespaces, News, Outward } from './messages.ts'
import type { NameSink } from './name-sink.ts'
import { openNameSink } from './name-sink.ts'
import { ownNamespaces } from './namespaces.ts'
import { endAll, endProcess, marked, processes, processNumbers } from './processes.ts'
import { createWatch } from './look.ts'
import { untilRest } from './rest.ts'
import { createUnrouted } from './unrouted.ts'

/**
 * A process that holds a pipe from billstorm. What is to run apart from it is started here, and ends when the pipe closes: asked to,
 * or because billstorm is no more, however it ended. It also makes the folder in which everything of a run lies, and removes it.
 * Its arguments: the mark of its children, and the namespaces of billstorm when it must not be in the same.
 */
const [mark, outside] = process.argv.slice(2) as [string, string | undefined]

const namespaces = ownNamespaces()
const isApart = outside !== undefined && areApart(namespaces, JSON.parse(outside) as Namespaces)
const send = process.send?.bind(process)

if (send === undefined || !process.connected) process.exit(0) // Whoever started us is gone already.
if (outside !== undefined && !isApart) {
  process.stderr.write('the guardian is where billstorm is, or has a network\n')
  process.exit(97)
}

const folders = makeFolders()
const keeper = createKeeper(mark, say)
const watch = createWatch(keeper.hasOwnTimers)
const unrouted = createUnrouted()
let sink: NameSink | undefined
let isEnding = false
/** What is said to servers outside, once nobody inside can use what is theirs. */
const lastWords: { readonly socket: Socket; readonly bytes: string }[] = []
const lastWordsMs = 3_000
const looksMs = 250

process.once('disconnect', () => void end())
// Nobody tells of the end while billstorm has not said that it has what was handed to it; who was killed never says so.
setInterval(() => {
  if (!process.connected) void end()
}, looksMs)
// They come to all of a group, as when somebody presses Ctrl-C; the pipe alone says when it is over.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.on('message', ({ number, question }: Asked, given?: Socket) => {
  void answer(question, given).then(
    ([told, handle]) => say({ number, answer: told }, handle),
    (thrown: unknown) => say({ number, answer: { is: 'failed', why: String(thrown) } }),
  )
})
if (isApart) sink = await openNameSink(53)
await showInUse(folders)
say({ news: 'here', folders, namespaces: isApart ? namespaces : undefined })
// What cannot be removed now may be the next time; it is no reason to stop.
removeAbandoned().catch(() => undefined)

type Handle = Server | Socket | undefined

async function answer(question: Asked['question'], given: Handle): Promise<readonly [Answer, Handle?]> {
  switch (question.ask) {
    case 'start':
      return [await keeper.start(question.command)]
    case 'stop':
      return [await keeper.stop(question.child, question.graceMs)]
    case 'owners':
      return [{ is: 'owners', owners: keeper.owners(question.port) }]
    case 'signal':
      if (living().includes(question.pid)) endProcess(question.pid, question.signal)
      return [{ is: 'noted' }]
    case 'outward':
      return [{ is: 'outward', outward: outward() }]
    case 'say at the end':
      // What comes back is of no use to anybody, but must be taken.
      if (given !== undefined && 'write' in given)
        lastWords.push({ socket: given.resume().on('error', () => undefined), bytes: question.bytes })
      return [{ is: 'noted' }]
    case 'rest':
      return [(await untilRest(watch, living, question.atMostMs)) ?? { is: 'rest', outward: outward() }]
    case 'listen':
      return listen()
    case 'connect':
      return dial(question.port)
    default:
      return question satisfies never
  }
}

const outward = (): Outward => ({ isSeen: isApart, names: sink?.names() ?? [], unrouted: isApart ? unrouted() : 0 })

function listen(): Promise<readonly [Answer, Handle]> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve([{ is: 'listening', port: typeof address === 'object' && address !== null ? address.port : 0 }, server])
    })
  })
}

/** A child that was stopped leaves connections waiting. */
const dialMs = 5_000

function dial(port: number): Promise<readonly [Answer, Handle?]> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    // What comes in is read by billstorm alone.
    socket.pause()
    const late = setTimeout(() => socket.destroy(new Error(`nobody took the connection within ${dialMs} ms`)), dialMs)
    socket.once('close', () => clearTimeout(late))
    socket.once('error', (error) => resolve([{ is: 'not connected', why: error.message }]))
    socket.once('connect', () => {
      clearTimeout(late)
      socket.setNoDelay(true)
      resolve([{ is: 'connected' }, socket])
    })
  })
}

/** What listens or is connected is billstorm's from then on; our own hold on it is let go. */
function say(message: News | { readonly number: number; readonly answer: Answer }, handle?: Handle): void {
  if (!process.connected) return
  send!(message, handle, {}, () => {
    if (handle !== undefined && 'listening' in handle) handle.close()
  })
}

async function end(): Promise<void> {
  if (isEnding) return
  isEnding = true
  await keeper.endAll()
  await endAll(inside)
  await Promise.race([Promise.all(lastWords.map(spoken)), sleep(lastWordsMs)])
  removeFolders(folders)
  process.exit(0)
}

function spoken({ socket, bytes }: (typeof lastWords)[number]): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve()
    socket.once('close', () => resolve())
    socket.end(Buffer.from(bytes, 'base64'))
  })
}

/** Everybody who is to end. In a namespace of our own that is all but us and the shell which we are the child of. */
function inside(): readonly number[] {
  if (!isApart) return marked(mark)
  return processes().flatMap(({ pid }) => (pid === 1 || pid === process.pid ? [] : [pid]))
}

/** Everybody who may be at work. Asked thousands of times a run, so it looks at no more than it must. */
const living = (): readonly number[] => (isApart ? processNumbers().filter((pid) => pid !== 1 && pid !== process.pid) : marked(mark))

/** In other namespaces than billstorm, and with nothing but loopback there. */
function areApart(ours: Namespaces | undefined, theirs: Namespaces): boolean {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  return ours !== undefined && ours.net !== theirs.net && ours.pid !== theirs.pid && addresses.every(({ internal }) => internal)
}
