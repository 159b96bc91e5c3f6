import { connect, type Socket } from 'node:net'
import { type Batch, createBatches, type Executes, type Note } from './batch.ts'
import { createClientReader } from './client-frames.ts'
import type { Statement } from './statement.ts'
import { gathers, type Gathering, type Reply } from './reply.ts'
import { frame } from '../postgres/frames.ts'

/** A batch that executes something: it waits until somebody lets it through, and its answer until somebody lets it back. */
export interface Operation {
  readonly executes: readonly Executes[]
  readonly note: Note | undefined
  /** Of the server's process that works on it. */
  readonly backend: number
  /** What the server answered, once all of it is there. */
  readonly reply: Reply | undefined
  /** Resolves with the reply. */
  readonly replied: Promise<void>
  /** In which it is to be done. */
  readonly transaction: Transaction
  /** Lets it through to the server. */
  forward(): void
  /** Has the server refuse it with that SQLSTATE, and end its transaction as it would. */
  fail(code: string): void
  /** The connection breaks: nobody hears what became of it. */
  cut(): void
  /** Lets the answer through to the service, and on with what waits behind it. */
  release(): void
}

/** What a connection tells of what it sees. */
export interface Hears {
  /** Whether batches wait, or pass. */
  readonly isOn: () => boolean
  readonly came: () => void
  readonly parks: (operation: Operation) => void
  /** Nobody waits for it any more. */
  readonly leaves: (operation: Operation) => void
  readonly refuses: (what: string) => void
  readonly statement: (executes: readonly Executes[]) => Statement
}

/** The transaction that a connection is in. */
export interface Transaction {
  readonly isOpen: boolean
  /** It may fail because others did something. */
  readonly isStrict: boolean
  /** How many statements of it wrote. */
  readonly writes: number
}

const none: Transaction = { isOpen: false, isStrict: false, writes: 0 }

export interface Connection {
  /** The server owes it an answer to something that passed. */
  readonly isBusy: boolean
  /** What waits goes through, as if nobody had ever asked it to wait. */
  open(): void
  end(): void
}

const idle = 'I'.charCodeAt(0)

interface Held extends Operation {
  reply: Reply | undefined
  readonly batch: Batch
  ends: Batch['ends']
  readonly gathering: Gathering
  state: 'queued' | 'parked' | 'forwarded' | 'replied'
  left: number
  arrives(): void
}

/** Passes on what a client of the service and our Postgres say to each other, and has batches wait. @param path the server's socket */
export function attendConnection(client: Socket, path: string, hears: Hears): Connection {
  const server = connect({ path })
  const queue: (Batch | Held)[] = []
  /** Answers that end in ReadyForQuery and have not ended. */
  let owed = 0
  let backend = 0
  let transaction = none
  let isStarting = true
  let rest: Buffer = Buffer.alloc(0)

  const held = (batch: Batch): Held => {
    let arrives: () => void = () => undefined
    const replied = new Promise<void>((resolve) => (arrives = resolve))
    const one: Held = {
      executes: batch.executes,
      note: batch.note,
      get backend() {
        return backend
      },
      get transaction() {
        return transaction
      },
      reply: undefined,
      replied,
      arrives,
      batch,
      ends: batch.ends,
      gathering: gathers(),
      state: 'queued',
      left: batch.executes.length,
      forward: () => send(one, batch.bytes, batch.ends === 'ready' ? 1 : 0),
      fail(code) {
        one.ends = 'ready'
        const { isOpen } = transaction
        const isCommit = isOpen && hears.statement(batch.executes).label === 'commit'
        const raise = frame('Q', `do $$ begin raise exception using errcode = '${code}', message = 'canceled'; end $$\0`)
        // A commit that fails ends the transaction; what is said of the end nobody is to hear.
        send(one, isCommit ? Buffer.concat([raise, frame('Q', 'rollback\0')]) : raise, isCommit ? 2 : 1)
      },
      cut: () => end(),
      release() {
        if (queue[0] === one) queue.shift()
        if (!client.destroyed && one.reply !== undefined) client.write(one.reply.bytes)
        pump()
      },
    }
    return one
  }
  const send = (one: Held, bytes: Buffer, answers: number): void => {
    if (one.state !== 'parked') return
    one.state = 'forwarded'
    hears.leaves(one)
    if (client.destroyed || server.destroyed) return over(one, true)
    owed += answers
    server.write(bytes)
  }
  const over = (one: Held, isCut: boolean): void => {
    one.state = 'replied'
    one.reply = one.gathering.reply(isCut)
    one.arrives()
  }
  const pump = (): void => {
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      if ('state' in next) {
        if (next.state !== 'queued') return
        next.state = 'parked'
        hears.parks(next)
        return
      }
      queue.shift()
      if (next.ends === 'ready') owed++
      server.write(next.bytes)
    }
  }
  /** @param status the letter by which a server that is ready says so */
  const follow = (status: number): void => {
    if (status === idle) {
      transaction = none
      return
    }
    const one = underway()
    const statement = one === undefined ? undefined : hears.statement(one.executes)
    const { isStrict, writes } = transaction
    transaction = {
      isOpen: true,
      isStrict: isStrict || statement?.isStrict === true,
      writes: writes + (statement?.writes === true ? 1 : 0),
    }
  }
  /** The one whose answer is coming in now. */
  const underway = (): Held | undefined => {
    const [first] = queue
    return first !== undefined && 'state' in first && first.state === 'forwarded' ? first : undefined
  }

  const takeBatch = createBatches((batch) => {
    const waits = hears.isOn() && batch.executes.length > 0 && !hears.statement(batch.executes).isNothing
    queue.push(waits ? held(batch) : batch)
    if (queue.length === 1) pump()
  })
  const takeSaid = createClientReader((said) => {
    switch (said.kind) {
      case 'wants encryption':
        client.write('N')
        return
      case 'cancels':
      case 'starts':
        if (said.kind === 'starts') owed++
        server.write(Buffer.from(said.bytes))
        return
      case 'frame':
        return takeBatch(said)
      default:
        said satisfies never
    }
  })

  client.setNoDelay(true)
  client.on('data', (bytes) => {
    hears.came()
    takeSaid(bytes)
  })
  server.on('data', (bytes) => {
    hears.came()
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    let at = 0
    let passed = 0
    /** What came before goes to the client, unless it is somebody's who waits. */
    const pass = (to: number): void => {
      if (to > passed && !client.destroyed) client.write(Buffer.from(rest.subarray(passed, to)))
      passed = to
    }
    while (rest.length - at >= 5) {
      const end = at + 1 + rest.readInt32BE(at + 1)
      if (end > rest.length) break
      const kind = String.fromCharCode(rest[at]!)
      const body = rest.subarray(at + 5, end)
      if (kind === 'K') backend = body.readInt32BE(0)
      if (kind === 'G' || kind === 'W') {
        hears.refuses('COPY')
        server.write(frame('f', 'COPY does not pass here\0'))
      }
      if (kind === 'H') hears.refuses('COPY')
      if (kind === 'Z') {
        owed--
        isStarting = false
        follow(body[0] ?? idle)
      }
      const one = underway()
      if (one === undefined) pass(end)
      else {
        passed = end
        const ended = one.gathering.add(kind, Buffer.from(rest.subarray(at, end)), body)
        if (ended) one.left = kind === 'E' ? 0 : one.left - 1
        if (one.ends === 'ready' ? kind === 'Z' && owed === 0 : ended && one.left <= 0) over(one, false)
      }
      at = end
    }
    if (underway() === undefined) pass(at)
    rest = Buffer.from(rest.subarray(at))
  })

  const end = (): void => {
    client.destroy()
    server.destroy()
    isStarting = false
    owed = 0
    hears.came()
    for (const each of queue.splice(0))
      if ('state' in each) {
        if (each.state === 'parked') hears.leaves(each)
        if (each.state !== 'replied') over(each, true)
        else if (each.reply !== undefined) each.reply = { ...each.reply, isCut: true }
      }
  }
  for (const socket of [client, server]) socket.on('error', end).on('close', end)

  return {
    get isBusy() {
      return isStarting || (owed > 0 && underway() === undefined)
    },
    open() {
      for (const [place, each] of queue.entries())
        if ('state' in each && (each.state === 'queued' || each.state === 'parked')) {
          if (each.state === 'parked') hears.leaves(each)
          queue[place] = each.batch
        }
      const [first] = queue
      if (first !== undefined && !('state' in first)) pump()
      else if (first !== undefined && 'reply' in first && first.reply !== undefined) first.release()
    },
    end,
  }
}
