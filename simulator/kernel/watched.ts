import type { Instant, Sight, View, Who } from '#machines'
import { sights } from '#machines'
import type { Obligation, Scene, Truth } from '../oracle/scene.ts'
import type { RunState } from './state.ts'

/** Where the judge finds what the world itself recorded, and how often each of it has changed so far. */
export interface Evidence {
  readonly commands: Truth['commands']
  readonly deliveries: Truth['deliveries']
  readonly givenUp: Truth['givenUp']
  readonly pending: () => Truth['pending']
  readonly revisions: () => Readonly<Record<'commands' | 'deliveries' | 'pending', number>>
}

/** Parts of a scene as bits, a word for what is seen now, one for what was seen before, and one for all else. */
export interface Parts {
  view: number
  before: number
  world: number
}

const world = {
  now: 1,
  at: 2,
  cause: 4,
  overdue: 8,
  books: 16,
  subscriptions: 32,
  commands: 64,
  deliveries: 128,
  effects: 256,
  edits: 512,
  tries: 1_024,
  pending: 2_048,
  hasBefore: 4_096,
} as const

/** Those that are the same whenever a look is at quiet. */
export const ofTheOccasion = world.at | world.cause
const bitOf = (sight: Sight): number => 1 << sights.indexOf(sight)
const bits = {
  customers: bitOf('customers'),
  subscriptions: bitOf('subscriptions'),
  invoices: bitOf('invoices'),
  attempts: bitOf('attempts'),
  access: bitOf('access'),
  ledger: bitOf('ledger'),
  notices: bitOf('notices'),
  history: bitOf('history'),
  credits: bitOf('credits'),
  standing: bitOf('standing'),
  audit: bitOf('audit'),
  trail: bitOf('trail'),
  letters: bitOf('dead letters'),
} as const

/** A view that knows which of its sights were looked at. */
class WatchedView implements View {
  is: View = {}
  read = 0

  get customers(): View['customers'] {
    this.read |= bits.customers
    return this.is.customers
  }
  get subscriptions(): View['subscriptions'] {
    this.read |= bits.subscriptions
    return this.is.subscriptions
  }
  get invoices(): View['invoices'] {
    this.read |= bits.invoices
    return this.is.invoices
  }
  get attempts(): View['attempts'] {
    this.read |= bits.attempts
    return this.is.attempts
  }
  get access(): View['access'] {
    this.read |= bits.access
    return this.is.access
  }
  get ledger(): View['ledger'] {
    this.read |= bits.ledger
    return this.is.ledger
  }
  get notices(): View['notices'] {
    this.read |= bits.notices
    return this.is.notices
  }
  get history(): View['history'] {
    this.read |= bits.history
    return this.is.history
  }
  get credits(): View['credits'] {
    this.read |= bits.credits
    return this.is.credits
  }
  get standing(): View['standing'] {
    this.read |= bits.standing
    return this.is.standing
  }
  get audit(): View['audit'] {
    this.read |= bits.audit
    return this.is.audit
  }
  get trail(): View['trail'] {
    this.read |= bits.trail
    return this.is.trail
  }
  get 'dead letters'(): View['dead letters'] {
    this.read |= bits.letters
    return this.is['dead letters']
  }
}

/** What happened so far, asked for anew at each look. */
class WatchedTruth implements Truth {
  read = 0
  readonly #state: RunState
  readonly #evidence: Evidence

  constructor(state: RunState, evidence: Evidence) {
    this.#state = state
    this.#evidence = evidence
  }

  #books(): ReturnType<RunState['twin']['books']> {
    this.read |= world.books
    return this.#state.twin.books()
  }
  get charges(): Truth['charges'] {
    return this.#books().charges
  }
  get refunds(): Truth['refunds'] {
    return this.#books().refunds
  }
  get balance(): Truth['balance'] {
    return this.#books().balance
  }
  get disputes(): Truth['disputes'] {
    return this.#books().disputes
  }
  get cardUpdates(): Truth['cardUpdates'] {
    return this.#books().cardUpdates
  }
  get detachments(): Truth['detachments'] {
    return this.#books().detachments
  }
  get subscriptions(): Truth['subscriptions'] {
    this.read |= world.subscriptions
    return this.#state.twin.subscriptions()
  }
  /** Nobody counts how often they change: whoever asks for them always judges afresh. */
  get customers(): Truth['customers'] {
    this.read |= world.overdue
    return this.#state.twin.customers()
  }
  get commands(): Truth['commands'] {
    this.read |= world.commands
    return this.#evidence.commands
  }
  get deliveries(): Truth['deliveries'] {
    this.read |= world.deliveries
    return this.#evidence.deliveries
  }
  get effects(): Truth['effects'] {
    this.read |= world.effects
    return this.#state.effects
  }
  get edits(): Truth['edits'] {
    this.read |= world.edits
    return this.#state.edits
  }
  get tries(): Truth['tries'] {
    this.read |= world.tries
    return this.#state.tries.all
  }
  get refused(): Truth['refused'] {
    this.read |= world.tries
    return this.#state.tries.refused
  }
  get givenUp(): Truth['givenUp'] {
    this.read |= world.pending
    return this.#evidence.givenUp
  }
  get pending(): Truth['pending'] {
    this.read |= world.pending
    return this.#evidence.pending()
  }
}

/**
 * The scene of one run, put before all who judge it. It knows what each of them looked at, and between looks what changed of
 * it: whoever looked at nothing that changed says the same again.
 */
export class WatchedScene implements Scene {
  readonly policy: Scene['policy']
  readonly authority: Scene['authority']
  readonly #state: RunState
  readonly #evidence: Evidence
  readonly #truth: WatchedTruth
  readonly #view = new WatchedView()
  readonly #before = new WatchedView()
  #looks = 0
  #read = 0
  #now: Instant
  #at: Scene['at'] = 'quiet'
  #cause: Who | undefined
  #overdue: readonly Obligation[] = []
  /** Sights that anybody has looked at so far: the others are made by nobody, and compared by nobody. */
  #sightsRead = 0
  #compared = 0
  #worldRead = 0
  #books: unknown
  #subscriptions: unknown
  /** How often each list that is kept in place had changed. */
  #known = { commands: -1, deliveries: -1, pending: -1, effects: -1, edits: -1, tries: -1 }

  constructor(state: RunState, evidence: Evidence) {
    this.#state = state
    this.#evidence = evidence
    this.#truth = new WatchedTruth(state, evidence)
    this.#now = state.now
    this.policy = state.plan.workload.policy
    this.authority = state.plan.system.capabilities.authority
  }

  get now(): Instant {
    this.#read |= world.now
    return this.#now
  }
  get at(): Scene['at'] {
    this.#read |= world.at
    return this.#at
  }
  get cause(): Who | undefined {
    this.#read |= world.cause
    return this.#cause
  }
  get overdue(): readonly Obligation[] {
    this.#read |= world.overdue
    return this.#overdue
  }
  get truth(): Truth {
    return this.#truth
  }
  get view(): View {
    return this.#view
  }
  get before(): View | undefined {
    if (this.#looks > 1) return this.#before
    this.#read |= world.hasBefore
    return undefined
  }

  /** Forgets what was read so far. */
  watch(): void {
    this.#read = 0
    this.#truth.read = 0
    this.#view.read = 0
    this.#before.read = 0
  }

  /** What was read since then. */
  saw(parts: Parts): void {
    parts.view = this.#view.read
    parts.before = this.#before.read
    parts.world = this.#read | this.#truth.read
    this.#sightsRead |= parts.view | parts.before
    this.#worldRead |= parts.world
  }

  /**
   * Goes on to the next look.
   * @param overdue told anew at each: whoever asks for it always judges afresh
   * @param changed is told what is not as it was at the look before; what it was told then is still in it
   */
  moveTo(at: Scene['at'], view: View, cause: Who | undefined, overdue: readonly Obligation[], changed: Parts): void {
    const { now } = this.#state
    changed.world = this.#changedInWorld() | world.overdue
    if (now !== this.#now) changed.world |= world.now
    if (at !== this.#at) changed.world |= world.at
    if (cause !== this.#cause) changed.world |= world.cause
    const before = this.#view.is
    // The second look is the first that has one before it.
    if (++this.#looks === 2) changed.world |= world.hasBefore
    // What differed between the looks before is known, but for what nobody had looked at then.
    changed.before = changed.view | (this.#sightsRead & ~this.#compared)
    this.#compared = this.#sightsRead
    changed.view = this.#differing(before, view)
    this.#now = now
    this.#at = at
    this.#cause = cause
    this.#overdue = overdue
    this.#before.is = before
    this.#view.is = view
  }

  #differing(was: View, is: View): number {
    if (was === is) return 0
    let changed = 0
    for (let i = 0; i < sights.length; i++) {
      const bit = 1 << i
      if ((this.#sightsRead & bit) === 0) continue
      const sight = sights[i]!
      if (was[sight] !== is[sight]) changed |= bit
    }
    return changed
  }

  #changedInWorld(): number {
    const { twin, effects, editRevision, tries } = this.#state
    const { commands, deliveries, pending } = this.#evidence.revisions()
    let changed = 0
    const books = twin.books()
    if (books !== this.#books) changed |= world.books
    this.#books = books
    // Made when somebody looks.
    if ((this.#worldRead & world.subscriptions) !== 0) {
      const subscriptions = twin.subscriptions()
      if (subscriptions !== this.#subscriptions) changed |= world.subscriptions
      this.#subscriptions = subscriptions
    }
    const known = this.#known
    if (commands !== known.commands) changed |= world.commands
    if (deliveries !== known.deliveries) changed |= world.deliveries
    if (pending !== known.pending) changed |= world.pending
    if (effects.length !== known.effects) changed |= world.effects
    if (editRevision !== known.edits) changed |= world.edits
    if (tries.revision !== known.tries) changed |= world.tries
    this.#known = { commands, deliveries, pending, effects: effects.length, edits: editRevision, tries: tries.revision }
    return changed
  }
}
