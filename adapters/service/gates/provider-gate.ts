import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Server } from 'node:net'
import type { ProviderAnswer, ProviderRequest, ShellCodec } from '#simulator'
import { turnedAway } from '../../stripe-http/entrance.ts'
import { bodyOf, headersOf, plain, reply } from '../../stripe-http/exchange.ts'

/** A request of the service's that waits for the provider's answer. */
export interface Waiting {
  readonly request: ProviderRequest
  /** Which request of ours was worked on when it was asked, when its process can tell. */
  readonly activity: string | undefined
  /** Where in the service's own code it was made, when its process can tell. */
  readonly where: string | undefined
  /**
   * Lets the service have it. Where its client can be told that no answer will ever come, it is; elsewhere silence closes the line
   * as a reset does, since nobody here waits in real time.
   */
  answer(answer: ProviderAnswer): Promise<void>
}

/** The provider as a service reaches it: over HTTP on loopback, where each request waits until the world answers. */
export interface ProviderGate {
  /** What waits, in the order in which it came. */
  readonly waiting: readonly Waiting[]
  /** How many requests came so far, those among them that nobody had to be asked about. */
  readonly came: number
  /** Closes every line: whoever waits never hears. */
  drop(): void
  close(): void
}

/**
 * @param server listens already
 * @param codec between the vendor's wire and the twin's operations; another one for each run
 * @param rings called whenever something came
 */
export function openProviderGate(server: Server, codec: () => ShellCodec, rings: () => void = () => undefined): ProviderGate {
  const waiting: Waiting[] = []
  let came = 0

  const take = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(message)
    came++
    if (body === undefined) return void response.destroy()
    const { method = 'GET', url = '/' } = message
    const headers = headersOf(message)
    const turned = turnedAway({ method, headers, body })
    if (turned !== undefined) return reply(response, plain(turned.status, { error: turned.error }))
    const own = codec()
    const given = Object.entries(headers).filter((each): each is [string, string] => each[1] !== undefined)
    const decoded = own.decode(`http://provider.invalid${url}`, { method, headers: given, body })
    if (decoded.kind === 'answer') return send(response, own, decoded.answer, undefined, false)
    const { request } = decoded
    const one: Waiting = {
      request,
      where: headers['x-billstorm-where'],
      activity: headers['x-billstorm-activity'],
      answer(answer) {
        leave()
        return send(response, own, answer, request, headers['x-billstorm'] === 'silence')
      },
    }
    const leave = (): void => {
      const place = waiting.indexOf(one)
      if (place !== -1) waiting.splice(place, 1)
    }
    waiting.push(one)
    rings()
    // Who gave up waits no longer.
    response.once('close', leave)
  }

  const http = createServer((message, response) => {
    take(message, response).catch(() => response.destroy())
  })
  // Time does not pass here as it does outside.
  Object.assign(http, { timeout: 0, keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 })
  server.on('connection', (socket) => http.emit('connection', socket))

  const drop = (): void => {
    waiting.length = 0
    http.closeAllConnections()
  }
  return {
    waiting,
    get came() {
      return came
    },
    drop,
    close() {
      drop()
      server.close()
    },
  }
}

/** @param knowsSilence whether the client understands that it will never hear */
async function send(
  response: ServerResponse,
  codec: ShellCodec,
  answer: ProviderAnswer,
  request: ProviderRequest | undefined,
  knowsSilence: boolean,
): Promise<void> {
  if (answer.kind === 'response') await reply(response, codec.encode(answer, request))
  else if (answer.kind === 'timeout' && knowsSilence) response.writeHead(504, { 'x-billstorm': 'silence' }).end()
  else response.destroy()
}
