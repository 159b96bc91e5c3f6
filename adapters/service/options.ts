import type { Authority, Command, CommandKind, Duration, PlanKey, Policy, Sight, Who } from '#machines'
import type { Egress } from './enclosure/enclosure.ts'
import type { Shown } from './shown.ts'
import type { Row, Store } from './stores/store.ts'

/** What is sent to the service. */
export interface Sent {
  /** `POST /webhooks/stripe` */
  readonly to: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Text as it is; anything else is sent as JSON. */
  readonly body?: unknown
}

/** What its own environment may be made of. */
export interface Given {
  /** Where its store is. */
  readonly store: string
  /** The secret that webhooks are signed with. */
  readonly webhookSecret: string
  /** A key of a test account. */
  readonly key: string
  /** The twin, for clients that are told where the provider is. */
  readonly twin: string
}

/** A command on its way to the service. */
export type Asked<Kind extends CommandKind = CommandKind> = Extract<Command, { readonly do: Kind }> & {
  readonly who: Who
  /** The provider's id of the payment method that the customer's browser got, where one is given. */
  readonly card: string | undefined
  readonly policy: Policy
}

/** What the view is made of. */
export interface Seeing {
  query(sql: string): readonly Row[] | Promise<readonly Row[]>
  /** The record id of an id that the service was given by the provider; of others they themselves. */
  take(id: unknown): string
}

export interface ServiceOptions {
  readonly name: string
  readonly version?: string
  /** The folder that it is started in. */
  readonly folder: string | URL
  /** One line for the shell, or a program and its arguments. */
  readonly start: string | readonly [string, ...string[]]
  /** What prepares its store: one line for the shell, or a program and its arguments; run to its end before the start. */
  readonly migrate?: string | readonly [string, ...string[]]
  /** `GET /healthz`: answered with 200 as soon as it can work. */
  readonly ready: `GET /${string}`
  /** How long that may take, in real milliseconds; left out: as long as a build may. */
  readonly readyWithinMs?: number
  /** Where it listens inside; told to it as PORT. */
  readonly port?: number
  readonly env: (given: Given) => Readonly<Record<string, string>>
  readonly store: Store
  /**
   * How much the seed decides. `events`: each webhook, answer of the provider and job, one request at a time. `wire`: also what happens
   * between two statements, so that requests overlap; for `postgres()`. Left out: `events`.
   */
  readonly level?: 'events' | 'wire'
  /** `POST /webhooks/stripe` */
  readonly webhook: `POST /${string}`
  /** Types of events that its endpoint listens to; left out: all. */
  readonly listens?: readonly string[]
  readonly endpointVersion?: string
  /** Who owns the cycle: itself, or the provider. */
  readonly authority: Authority
  readonly keeps: 'ledger' | 'mirror'
  /** What its configuration calls the provider's prices: `{ price_plus: 'basic' }` says that it sells the plan basic under this id. */
  readonly prices?: Readonly<Record<string, PlanKey>>
  /** How each command that it takes is sent to it; undefined: of such a plan, or the like, it has none, and nothing is sent. */
  readonly commands?: { readonly [Kind in CommandKind]?: (asked: Asked<Kind>) => Sent | undefined }
  /**
   * Whether customers whom it has failed (5xx, or no answer at all) ask again half a minute later, up to three times in all. Left out they take
   * that for a no.
   */
  readonly asksAgain?: boolean
  /** What people do at the provider's own pages and dashboard, beside what it takes itself. Left out: refunds, other cards, answers to their bank. */
  readonly portal?: readonly CommandKind[]
  /** What cron sends it. */
  readonly jobs?: Readonly<Record<string, { readonly send: Sent; readonly every: Duration; readonly overlaps?: boolean }>>
  /** `unguarded`: it may reach the network, where namespaces are forbidden and nothing else will do. Left out it cannot. */
  readonly egress?: Egress
  /**
   * `controlled`: on Node, where `Date` and timers are made the world's; so it is when left out. `service`: its clock is its own, as in
   * any other language, and it is told where the provider is (`twin`). Then nothing that hangs on time is exercised.
   */
  readonly clock?: 'controlled' | 'service'
  readonly sights: readonly Sight[]
  readonly view: (see: Seeing) => Shown | Promise<Shown>
}
