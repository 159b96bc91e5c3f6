import type {
  Authority,
  Command,
  CommandKind,
  Currency,
  Duration,
  Fact,
  Instant,
  Minor,
  Observer,
  Parts,
  PlanKey,
  Policy,
  Sight,
  SubscriptionStatus,
  View,
  Who,
} from '#machines'
import type { Activity } from './kernel/activity.ts'
import type { Name } from './kernel/name.ts'
import type { StoredRow, StoredTable } from './kernel/store.ts'
import type { Invariant } from './oracle/scene.ts'
import type { ProviderEvent } from './provider/provider.ts'
import type { TwinParts } from './provider/work.ts'

/** A webhook on its way to the system. The n-th copy of an event is its n-th delivery. */
export interface Delivery {
  readonly kind: 'delivery'
  readonly name: Name
  readonly event: ProviderEvent
  /** Renders and signs; lazily, since native systems read the event itself. */
  raw(): { readonly body: string; readonly headers: Readonly<Record<string, string>> }
}

export interface CommandInput {
  readonly kind: 'command'
  readonly name: Name
  readonly id: string
  readonly who: Who
  readonly command: Command
}

export interface JobRun {
  readonly kind: 'job'
  readonly name: Name
  readonly job: string
}

export type Input = Delivery | CommandInput | JobRun

/** How a webhook was answered; 2xx is an acknowledgement, anything else brings it back. */
export interface WebhookReply {
  readonly status: number
}

/** What a customer hears whom a system has failed: nothing of what became of the request. Who hears it asks again, a few times. */
export interface Failed {
  readonly kind: 'failed'
}

export interface JobSpec {
  readonly name: string
  readonly every: Duration
  /** May a run start while the previous one still runs? */
  readonly overlaps: boolean
  /**
   * When there is something to do next, if the system can tell; ticks before it are skipped, since they would find nothing.
   * Undefined member: the job runs at every tick. Undefined answer: nothing waits.
   */
  readonly due?: () => Instant | undefined
  /** It only repairs now and then: no fault strikes it twice in a row, or nobody could promise when. So is a job that cannot tell what is due. */
  readonly repairs?: boolean | undefined
}

export interface Capabilities {
  readonly level: 'native' | 'L3' | 'L2' | 'L1'
  readonly authority: Authority
  /** Its books: a ledger of its own, or a copy of the provider's objects. */
  readonly keeps: 'ledger' | 'mirror'
  /** The rest happens at the provider (portal, dashboard). */
  readonly commands: readonly CommandKind[]
  /** Which commands that it does not take people give at the provider's own pages instead; undefined: all. Others nobody gives. */
  readonly portal?: readonly CommandKind[] | undefined
  /** Begins signups that the customer ends on a page of the provider's; the others then happen at the provider alone. */
  readonly checkout?: boolean | undefined
  readonly jobs: readonly JobSpec[]
  readonly crash: boolean
  readonly clock: 'controlled' | 'service'
  readonly reconcile: boolean
  /** Does it send some of its reads to a replica of its store? */
  readonly replica?: boolean | undefined
  /** A table of the native store that only copies what others say, and which of its fields people may put their hands on. */
  readonly copies?: { readonly table: string; readonly fields: readonly string[] } | undefined
  /**
   * What its view shows. Whoever shows `dead letters` names in each call the job that it tries, and takes the command `replay`,
   * is met by poisoned jobs; a system without them lacks the sight, and is asked nothing about it.
   */
  readonly sights: readonly Sight[]
  /** Event types its endpoint listens to; undefined: all. */
  readonly listens?: readonly string[] | undefined
  /** API version of its webhook endpoint. */
  readonly endpointVersion: string
}

/** Only who asks for it by name meets customers whose bank takes days: who never heard of that would take an order for money. */
export const takesDebits = ({ authority, listens }: Pick<Capabilities, 'authority' | 'listens'>): boolean =>
  authority === 'ours' && (listens?.includes('payment_intent.processing') ?? false)

/** Work that outlives its answer, and what it waits for. */
export interface Outstanding {
  readonly waitsFor: readonly string[]
}

/** What a system may know of the world it runs in; the inside changes from run to run. */
export interface World {
  /** What the clock of the worker says that runs right now; it may be seconds wrong. */
  now(): Instant
  /** What the clock of the native store says: one for all workers, and right. */
  storeNow(): Instant
  policy(): Policy
  /**
   * When something of these types of event last happened that no webhook told of when it was due; undefined: never. Whoever asks the
   * provider every day what became of things may skip the days on which the answer would be nothing new; for nothing else.
   */
  untold(types: readonly string[]): Instant | undefined
  /** Something left the system that no call carries: an unhandled rejection, a log alert. */
  effect(kind: 'unhandled rejection' | 'alert', detail: string): void
  /** Rows of the native store at this moment; the same array as long as none of them changed. */
  list(table: string, owner: Who): readonly StoredRow[]
  /** A table as it is at this moment; the same object as long as none of its rows changed. */
  table(table: string): StoredTable
}

/** All that is known of an account at a moment: in no order, and some of it twice. */
export interface KnownAccount {
  readonly who: Who
  readonly facts: readonly Fact[]
  readonly policy: Policy
  readonly asOf: Instant
}

/** What an account comes to, or any part of it: its latest subscription, until when that is paid, cash that came and stayed, what is owed. */
export interface AccountSum {
  readonly status?: SubscriptionStatus | 'none'
  readonly plan?: PlanKey
  readonly quantity?: number
  readonly paidThrough?: Instant | null
  readonly paid?: Minor
  readonly due?: Minor
  readonly currency?: Currency
}

/** A billing system under test. The simulator owns this port; adapters fit it. */
export interface System {
  readonly name: string
  /** Part of tokens: a token made for another version is refused. */
  readonly version: string
  readonly capabilities: Capabilities
  /** Once per process, before anything else. */
  boot?(): void | Promise<void>
  /** At the start of each run: the world that this run happens in. */
  enter(world: World): void
  /** Per run, after `enter`; cheap. */
  reset(): void | Promise<void>
  receive(input: Input): Activity
  /** A webhook's payload as this system sees it: with ids of the vendor's look. Systems that read the readable ids need none. */
  show?(payload: unknown): unknown
  /** Makes the headers of a webhook for this system's endpoint secret; systems that read events need none. */
  sign?(body: string, at: Instant): Readonly<Record<string, string>>
  /**
   * Its process dies where it stands, with all that was at work in it, requests and jobs alike; called before anything else happens.
   * Systems without it lose a worker's activities by never being resumed.
   */
  crash?(): void | Promise<void>
  /** Before a quiet point counts as quiet. */
  settle(): Outstanding | Promise<Outstanding>
  view(): View | Promise<View>
  /** Its own recompute, apart from any run: asked for by a bench alone, of one account after another, before any world is entered. */
  recompute?(account: KnownAccount): AccountSum | Promise<AccountSum>
  close(): void | Promise<void>
}

/** What a system is to us: our own, a planted bug, somebody's service, somebody's package. */
export const systemKinds = ['reference', 'mirror', 'mutant', 'service', 'package'] as const
export type SystemKind = (typeof systemKinds)[number]

/** A system that can be had by its name. */
export interface SystemEntry {
  /** `reference`, `mutant:no-dedupe` */
  readonly name: string
  readonly kind: SystemKind
  create(): System | Promise<System>
  /** The same with somebody looking on; only where our own machines are at work. */
  watched?(observer: Observer): System
  /** The invariant that must catch it, by code; `golden` where no run comes to it and a golden case must. Mutants only. */
  readonly declares?: string | undefined
  /** Where the bug was seen in the wild: `owner/repo#n`. */
  readonly source?: string | undefined
  /** Parts of the provider's twin that are wrong on purpose: mutants of the oracle only. */
  readonly twinParts?: Partial<TwinParts> | undefined
  /** Those who judge it, with a part of one of them wrong on purpose: mutants of the oracle only. */
  readonly judges?: ((standard: readonly Invariant[]) => readonly Invariant[]) | undefined
  /** The machines it is made of, where they are wrong on purpose: golden cases are played on them. */
  readonly machines?: Parts | undefined
  /** May it be created here, or is a package missing? */
  installed(): boolean
  /** Where its code stands, when a stranger wrote it: it is loaded in threads that can be ended, and nowhere else. */
  readonly module?: string | undefined
}
