import type { Duration, Instant } from '#machines'
import { days, later, seconds } from '#machines'
import type { DeliveryFault } from '../faults/fault.ts'
import type { Struck } from '../faults/index.ts'
import { usualGaps } from '../faults/sender-gaps.ts'
import { usualPatience } from '../faults/sender-patience.ts'
import type { DeliveryTruth } from '../oracle/scene.ts'
import type { Delivery, WebhookReply } from '../port.ts'
import type { ProviderEvent } from '../provider/provider.ts'
import { named, type Name } from './name.ts'
import type { Scheduler } from './scheduler.ts'
import type { RunState } from './state.ts'

/** For so long the sender tries. @source billing.md 1.7 ◐: up to three days */
const horizon: Duration = days(3)
/** Copies of one event whose handling may be struck; the sender's patience is for less than a system that never works. */
const struckCopies = 3

const sender = named('webhooks')
const atOnce = seconds(0)

/** An event on its way: known until one copy is acknowledged or the sender gives up. */
interface Sent {
  readonly event: ProviderEvent
  readonly name: Name
  readonly object: string
  readonly since: Instant
  readonly cause: number
  copies: number
  acknowledged: boolean
  onTheWay: number
  readonly isPoison: boolean
}

/** At-least-once, unordered, signed, with retries until acknowledged: how a provider tells a system what happened. */
export class Webhooks {
  readonly #state: RunState
  readonly #scheduler: Scheduler
  readonly #faults: readonly DeliveryFault[]
  /** How long the sender waits for an answer, and between copies. */
  readonly #patience: Duration
  readonly #gaps: readonly Duration[]
  readonly #ordinals = new Map<string, number>()
  readonly #pending = new Set<Sent>()
  readonly deliveries: DeliveryTruth[] = []
  readonly givenUp: string[] = []
  /** Counts what happened to deliveries. */
  revision = 0
  /** Counts events that set out or are on their way no more. */
  onTheWay = 0
  /** By type, when something last happened that the system was not told at once. */
  readonly #untold = new Map<string, Instant>()

  constructor(state: RunState, scheduler: Scheduler, faults: Pick<Struck, 'deliveries' | 'patience' | 'gaps'>) {
    this.#state = state
    this.#scheduler = scheduler
    this.#faults = faults.deliveries
    this.#patience = faults.patience?.input(sender, state.choices) ?? usualPatience
    this.#gaps = faults.gaps?.input(sender, state.choices) ?? usualGaps
  }

  /** Objects with an event on its way. */
  get pending(): readonly string[] {
    return [...this.#pending].map((sent) => sent.object)
  }

  /** When something of these types last happened that no copy had told when it was due; undefined: never. */
  untold(types: readonly string[]): Instant | undefined {
    if (this.#untold.size === 0) return undefined
    let latest: Instant | undefined
    for (const type of types) {
      const at = this.#untold.get(type)
      if (at !== undefined && (latest === undefined || at > latest)) latest = at
    }
    return latest
  }

  /** Events on their way that were born before an instant. */
  bornBefore(instant: Instant): readonly { readonly name: string; readonly since: Instant }[] {
    return [...this.#pending].filter((sent) => sent.since < instant).map((sent) => ({ name: sent.name.text, since: sent.since }))
  }

  send(event: ProviderEvent, cause: number): void {
    const state = this.#state
    const { listens } = state.plan.system.capabilities
    if (listens !== undefined && !listens.includes(event.type)) return
    const object = String(event.object['id'])
    const label = `${event.type} ${object}`
    const ordinal = (this.#ordinals.get(label) ?? 0) + 1
    this.#ordinals.set(label, ordinal)
    const name = named(event.owner).of(ordinal === 1 ? label : `${label} ${ordinal}`)
    const step = state.note('event', undefined, event.type, cause, event.owner, event.object, () => `${event.type} ${object}`)
    const sent: Sent = { event, name, object, since: state.now, cause: step, copies: 0, acknowledged: false, onTheWay: 0, isPoison: false }
    this.#setsOut(sent)
    let delay: Duration | 'after its siblings' = atOnce
    if (state.choices.active)
      for (const fault of this.#faults) {
        if (fault.poisons?.(name, state.choices) === true) this.#poison(sent)
        const fate = fault.sends?.(name, state.choices)
        if (fate === undefined) continue
        if (fate === 'lost') {
          this.#untold.set(event.type, state.now)
          // A lost event is known by nobody; a system that reconciles must have found out when senders would give up.
          state.at(later(state.now, horizon), undefined, () => {
            this.#arrives(sent)
            state.changes++
          })
          return
        }
        delay = fate
        break
      }
    // One turn later, its siblings of the same instant have left.
    if (delay === 'after its siblings') state.at(state.now, undefined, () => this.#copy(sent, atOnce))
    else this.#copy(sent, delay)
  }

  /** Sends an event beside another, about an object that does not exist and a customer whom nobody knows. */
  #poison({ event, name, cause }: Sent): void {
    const id = `${String(event.object['id']).split('_', 1)[0]}_${event.owner}_0`
    const object: Record<string, unknown> = { ...event.object, id }
    if (object['customer'] !== undefined) object['customer'] = `cus_${event.owner}_0`
    if (object['charge'] !== undefined) object['charge'] = `ch_${event.owner}_0`
    if (object['metadata'] !== undefined) object['metadata'] = {}
    const poisoned: ProviderEvent = { ...event, id: `${event.id}_poisoned`, object, previous: undefined }
    const sent: Sent = {
      event: poisoned,
      name: name.of('poisoned'),
      object: id,
      since: this.#state.now,
      cause,
      copies: 0,
      acknowledged: false,
      onTheWay: 0,
      isPoison: true,
    }
    this.#setsOut(sent)
    this.#copy(sent, atOnce)
  }

  #copy(sent: Sent, delay: Duration): void {
    const copy = ++sent.copies
    sent.onTheWay++
    const name = sent.name.of(`delivery ${copy}`)
    const deliver = (): void | Promise<void> => this.#deliver(sent, name, copy)
    if (delay === 0 && copy > 1) this.#state.next(name, deliver)
    else this.#state.at(later(this.#state.now, delay), name, deliver)
  }

  #deliver(sent: Sent, name: Name, copy: number): void | Promise<void> {
    const state = this.#state
    const { system } = state.plan
    const { event } = sent
    const truth = {
      event: event.id,
      type: event.type,
      owner: event.owner,
      object: sent.object,
      copy,
      sentAt: state.now,
      answeredAt: undefined as Instant | undefined,
      status: undefined as number | undefined,
      isPoison: sent.isPoison,
    }
    this.deliveries.push(truth)
    this.revision++
    const step = state.note(
      'delivery',
      name,
      sent.object,
      sent.cause,
      event.owner,
      event.object,
      () => `${event.type} ${sent.object}, copy ${copy}`,
    )
    let waits = true
    const answered = (status: number): void => {
      truth.answeredAt = state.now
      truth.status = status
      this.revision++
      if (!waits) return
      waits = false
      sent.onTheWay--
      state.note('acknowledgement', name, sent.object, step, event.owner, status, () =>
        status === 0 ? 'connection lost' : `answers ${status}`,
      )
      if (status >= 200 && status < 300) this.#acknowledged(sent, name)
      else this.#retry(sent)
    }
    if (this.#scheduler.isDown('web')) {
      answered(0)
      return
    }
    const delivery: Delivery = {
      kind: 'delivery',
      name,
      event,
      raw: () => {
        const payload = state.twin.render(event, system.capabilities.endpointVersion)
        const body = JSON.stringify(system.show === undefined ? payload : system.show(payload))
        return { body, headers: system.sign?.(body, state.now) ?? {} }
      },
    }
    // Most handlers end at once; only for the others does the sender's patience matter.
    const watch = (): void => {
      if (waits)
        state.at(later(state.now, this.#patience), undefined, () => {
          if (!waits) return
          waits = false
          sent.onTheWay--
          state.note('timer', name, 'no answer', step, event.owner, copy, () => `no answer in ${this.#patience / 1_000} s`)
          this.#retry(sent)
        })
    }
    const started = this.#scheduler.start(system.receive(delivery), {
      worker: 'web',
      who: event.owner,
      cause: step,
      spared: copy > struckCopies,
      nextCopyAt: later(later(state.now, this.#patience), this.#gapAfter(copy)),
      ends: (reply) => answered((reply as WebhookReply).status),
      drops: () => answered(0),
    })
    if (started === undefined) watch()
    else return started.then(watch)
  }

  #acknowledged(sent: Sent, delivery: Name): void {
    sent.acknowledged = true
    if (sent.onTheWay === 0) this.#arrives(sent)
    if (!this.#state.choices.active || sent.copies >= struckCopies) return
    for (const fault of this.#faults) {
      const again = fault.repeats?.(delivery, this.#state.choices)
      if (again === undefined) continue
      this.#setsOut(sent)
      this.#copy(sent, again)
      return
    }
  }

  #setsOut(sent: Sent): void {
    this.#pending.add(sent)
    this.onTheWay++
  }

  #arrives(sent: Sent): void {
    this.#pending.delete(sent)
    this.onTheWay++
  }

  #gapAfter(copies: number): Duration {
    return this.#gaps[Math.min(copies, this.#gaps.length) - 1]!
  }

  #retry(sent: Sent): void {
    const state = this.#state
    if (!sent.acknowledged) this.#untold.set(sent.event.type, state.now)
    if (sent.acknowledged) {
      if (sent.onTheWay === 0) this.#arrives(sent)
      return
    }
    const gap = this.#gapAfter(sent.copies)
    if (later(state.now, gap) > later(sent.since, horizon)) {
      if (sent.onTheWay > 0) return
      this.#arrives(sent)
      this.givenUp.push(sent.event.id)
      this.onTheWay++
      return
    }
    this.#copy(sent, gap)
  }
}
