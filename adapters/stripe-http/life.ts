import { createHash } from 'node:crypto'
import type { Instant } from '#machines'
import {
  cardUpdateChoice,
  type CardTwin,
  Choices,
  createCardTwin,
  createShellCodec,
  disputeChoice,
  outcomeChoice,
  type ProviderAnswer,
  type ProviderRequest,
  type ShellCodec,
} from '#simulator'
import { Armed } from './armed.ts'
import { TwinClock } from './clock.ts'
import { Deliveries, type Post } from './deliveries.ts'
import { Passing } from './passing.ts'
import type { Tell } from './telling.ts'

export interface LifeOptions {
  /** Draws what banks and networks do by themselves; undefined: nothing, cards do what their number says. */
  readonly seed: number | undefined
  /** Where the clock stands; undefined: it runs with the wall's. */
  readonly at: Instant | undefined
  /** Addresses that are told everything from the beginning. */
  readonly webhooks: readonly string[]
  /** Signs for all of them; undefined: each address has its own, always the same. */
  readonly secret: string | undefined
  readonly wall: () => Instant
  /** Where it can be reached, once it can. */
  readonly address: () => string
  readonly post: Post
  readonly tell: Tell
}

/** All that a served twin is between two resets. */
export interface Life {
  readonly twin: CardTwin
  readonly codec: ShellCodec
  readonly clock: TwinClock
  readonly armed: Armed
  readonly deliveries: Deliveries
  readonly passing: Passing
  /** Asks the twin now; what that leads to is told. */
  ask(request: ProviderRequest): ProviderAnswer
  /** Something happens at the twin by another way than a request. */
  happens<Came>(what: (context: { readonly now: Instant; readonly choices: Choices }) => Came): Came
  stop(): void
}

/** Of a thousand payments, of those that can; of cards past their date nearly half are replaced. */
const rates = new Map([
  [outcomeChoice, 150],
  [cardUpdateChoice, 400],
  [disputeChoice, 30],
])

/** Always the same for an address's ordinal, so that a program may keep it in its settings. */
const secretOf = (endpoint: string): string => `whsec_${createHash('sha256').update(`billstorm ${endpoint}`).digest('hex').slice(0, 32)}`

const here = /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Events that are made up go to this machine alone: an address that a program takes from its settings may be a real one. */
export function refusesToTell(url: string): string | undefined {
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  return here.test(host) ? undefined : `the twin tells only addresses on this machine, as http://localhost:3000/webhooks; ${url} is not`
}

export function beginLife(options: LifeOptions): Life {
  const { seed, at, wall, post, tell, secret } = options
  const clock = new TwinClock(wall, at)
  const armed = new Armed()
  const codec = createShellCodec()
  const twin = createCardTwin({
    plans: [],
    currency: 'usd',
    served: {
      secretOf: (endpoint) => secret ?? secretOf(endpoint),
      refuses: refusesToTell,
      pageOf: (session) => `${options.address()}/pay/${session}`,
      bankAnswers: (owner) => armed.bank(owner),
    },
  })
  const choices = new Choices(
    seed === undefined ? { kind: 'record', record: new Map() } : { kind: 'key', key: [seed >>> 0, Math.floor(seed / 2 ** 32)], rates },
  )
  choices.active = seed !== undefined
  const deliveries = new Deliveries({ twin, codec, clock, armed, wall, post, tell, isDueOtherwise: () => passing.catchUp() })
  const passing = new Passing({ twin, clock, choices, deliveries })
  const happens: Life['happens'] = (what) => {
    passing.catchUp()
    const came = what({ now: clock.now, choices })
    deliveries.publish(twin.takeEvents())
    passing.catchUp()
    return came
  }
  const ask = (request: ProviderRequest): ProviderAnswer => happens((context) => twin.handle(request, context))
  for (const url of options.webhooks) {
    const answer = ask({ operation: 'webhook_endpoints.create', params: { url, enabled_events: ['*'] } })
    if (answer.kind !== 'response' || answer.status !== 200) throw new RangeError(refusesToTell(url) ?? `nothing can be told to ${url}`)
  }
  return {
    twin,
    codec,
    clock,
    armed,
    deliveries,
    passing,
    ask,
    happens,
    stop() {
      passing.stop()
      deliveries.stop()
    },
  }
}
