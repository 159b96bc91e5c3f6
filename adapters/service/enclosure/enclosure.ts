import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import type { Server, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { AdapterError } from '../../injected/adapter-error.ts'
import { childEnvironment } from '../harm/environment.ts'
import type { Refusal } from '../harm/refusal.ts'
import { refused } from '../harm/refusal.ts'
import type { Answer, ChildCommand, Folders, Outward, PortOwner, Question, Restless } from './messages.ts'
import { inNamespaces, ownNamespaces } from './namespaces.ts'
import type { Running, Wire } from './wire.ts'
import { attend } from './wire.ts'

/** Whether the way out is closed by the kernel, or open because somebody said so by name. */
export type Egress = 'guarded' | 'unguarded'

/** A place apart, under a guardian: whatever runs there reaches nothing but what we put there, and ends when we do. */
export interface Enclosure {
  readonly egress: Egress
  /** Everything that a run leaves lies here; it is removed at the end. */
  readonly folder: string
  /** The same, in memory where there is room; programs cannot always be started from there. */
  readonly memory: string
  /** The environment that a child gets: little of ours, and what it is given. */
  environment(given: Readonly<Record<string, string>>): Readonly<Record<string, string>>
  start(command: ChildCommand): Promise<Running | { readonly kind: 'never started'; readonly why: string }>
  /** Asks the child and all that it started to end, and ends them when they do not within that time; 0 does not ask. */
  stop(child: number, graceMs: number): Promise<{ readonly ignored: boolean }>
  /** A server of ours on loopback inside. */
  listen(): Promise<{ readonly port: number; readonly server: Server }>
  /** A connection of ours to a port inside; undefined when nobody listens there. */
  connect(port: number): Promise<Socket | undefined>
  /** Who listens on a port; undefined where that cannot be seen. */
  owners(port: number): Promise<readonly PortOwner[] | undefined>
  /**
   * Resolves when nobody inside does anything any more: all wait for something that we have to give them, or for time to pass.
   * @returns what tried to reach the outside so far; or who still did something at the end of that time, or wakes up again and again
   */
  rest(atMostMs: number): Promise<Outward | Restless>
  /** Halts one process inside where it stands, or lets it go on. */
  signal(pid: number, signal: 'SIGSTOP' | 'SIGCONT'): Promise<void>
  /** What tried to reach the outside so far. */
  outward(): Promise<Outward>
  /** Has bytes written on a connection at the end, however it comes; the connection is the guardian's from then on. */
  sayAtTheEnd(socket: Socket, bytes: Buffer): Promise<void>
  /** Ends everything inside. Resolves when nothing is left. */
  end(): Promise<void>
}

export interface EnclosureOptions {
  readonly egress: Egress
  readonly ours?: Readonly<Record<string, string | undefined>>
}

/** @returns the enclosure, or why there is none */
export async function enclose({ egress, ours = process.env }: EnclosureOptions): Promise<Enclosure | Refusal> {
  const isRoot = process.getuid?.() === 0
  if (egress === 'guarded' && process.platform !== 'linux')
    return refused('way out', `network namespaces are a thing of Linux, and this is ${process.platform}; ${unguarded}`)
  const mark = randomBytes(12).toString('hex')
  const own = ownNamespaces()
  const guardian: readonly [string, ...string[]] = [
    process.execPath,
    guardianFile,
    mark,
    ...(egress === 'guarded' ? [JSON.stringify(own)] : []),
  ]
  const [program, ...rest] = egress === 'guarded' ? inNamespaces(guardian, isRoot, tmpdir()) : guardian
  const child = spawn(program, rest, {
    // A session of its own: what ends ours by a signal does not end it, and it tidies up.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: childEnvironment({ ours, given: {}, temporary: tmpdir() }),
  })
  const wire = attend(child, mark)
  const here = await wire.here
  if (typeof here === 'string') {
    await wire.end(undefined)
    const why = here.split('\n', 1)[0]
    return egress === 'guarded' ? refused('way out', `no namespace could be made: ${why}; ${unguarded}`) : refused('guardian', why!)
  }
  if (egress === 'guarded' && here.namespaces === undefined) {
    await wire.end(undefined)
    return refused('way out', `the guardian is not in a namespace of its own; ${unguarded}`)
  }
  return enclosureOf(egress, here.folders, ours, wire)
}

const unguarded =
  "no service is started that could reach the network: run billstorm where namespaces are allowed, as root mostly, or say egress: 'unguarded' where the service is told of"

/** Beside this file, as source or as it was built. */
const guardianFile = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './guardian.ts' : './guardian.js', import.meta.url))

function enclosureOf(egress: Egress, folders: Folders, ours: Readonly<Record<string, string | undefined>>, wire: Wire): Enclosure {
  const ask = async <Is extends Answer['is']>(
    question: Question,
    ...expected: readonly Is[]
  ): Promise<readonly [Extract<Answer, { is: Is }>, unknown]> => {
    const [answer, handle] = await wire.ask(question)
    if (!(expected as readonly string[]).includes(answer.is))
      throw new AdapterError(`asked to ${question.ask}, the guardian said: ${answer.is === 'failed' ? answer.why : answer.is}`)
    return [answer as Extract<Answer, { is: Is }>, handle]
  }
  const listening: Server[] = []
  return {
    egress,
    ...folders,
    environment: (given) => childEnvironment({ ours, given, temporary: `${folders.folder}/temporary` }),
    async start(command) {
      const [answer] = await ask({ ask: 'start', command }, 'started', 'never started')
      return answer.is === 'started' ? wire.claim(answer.child) : { kind: 'never started', why: answer.why }
    },
    async stop(child, graceMs) {
      const [{ ignored }] = await ask({ ask: 'stop', child, graceMs }, 'stopped')
      return { ignored }
    },
    async listen() {
      const [{ port }, handle] = await ask({ ask: 'listen' }, 'listening')
      const server = handle as Server
      listening.push(server)
      return { port, server }
    },
    async connect(port) {
      const [answer, socket] = await ask({ ask: 'connect', port }, 'connected', 'not connected')
      return answer.is === 'connected' ? (socket as Socket) : undefined
    },
    owners: async (port) => (await ask({ ask: 'owners', port }, 'owners'))[0].owners,
    async rest(atMostMs) {
      const [answer] = await ask({ ask: 'rest', atMostMs }, 'rest', 'restless')
      return answer.is === 'rest' ? answer.outward : answer
    },
    async signal(pid, signal) {
      await ask({ ask: 'signal', pid, signal }, 'noted')
    },
    outward: async () => (await ask({ ask: 'outward' }, 'outward'))[0].outward,
    async sayAtTheEnd(socket, bytes) {
      const [answer] = await wire.ask({ ask: 'say at the end', bytes: bytes.toString('base64') }, socket)
      if (answer.is !== 'noted') throw new AdapterError('the guardian took no last words')
    },
    async end() {
      for (const server of listening) server.close()
      await wire.end(folders)
    },
  }
}
