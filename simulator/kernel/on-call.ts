import type { Duration, Who } from '#machines'
import { later, seconds } from '#machines'
import type { OutboxFault } from '../faults/fault.ts'
import type { Repair } from '../faults/poison-job.ts'
import { type Name, parseName } from './name.ts'
import type { StoryLine } from './plan.ts'
import type { RunState } from './state.ts'

/** Asks the system for something. */
type Asks = (line: Omit<StoryLine, 'at'>, name: Name) => void | Promise<void>

/** What is wrong with a job, and what whoever is on call did about it. */
interface Ailing {
  readonly repair: Repair
  isMended: boolean
  isHasty: boolean
  /** An alert waits for the mending. */
  isAlarmed: boolean
  clicks: number
}

/**
 * Whoever is on call: knows what is wrong with a poisoned job, mends it after a while, and when an alert says that the job is
 * dead has it tried again. A job is poisoned or not from its first try on; in the calm what was poisoned before is still mended.
 */
export class OnCall {
  readonly #state: RunState
  readonly #fault: OutboxFault | undefined
  readonly #asks: Asks
  /** By job; undefined: nothing is wrong with it. */
  readonly #jobs = new Map<string, Ailing | undefined>()
  readonly #alerts = new Set<string>()
  /** Mendings and clicks that are still to come. */
  #toCome = 0

  constructor(state: RunState, fault: OutboxFault | undefined, asks: Asks) {
    this.#state = state
    this.#fault = fault !== undefined && state.choices.allows(fault.kind) ? fault : undefined
    this.#asks = asks
  }

  get isBusy(): boolean {
    return this.#toCome > 0
  }

  /** Is this try of a job refused? @param isSpared nothing new strikes whoever tries it */
  refuses(job: string, isSpared: boolean): boolean {
    if (this.#fault === undefined) return false
    if (!this.#jobs.has(job) && !isSpared && this.#state.choices.active) this.#meet(job, this.#fault)
    return this.#jobs.get(job)?.isMended === false
  }

  /** An alert came. The same one told again is old news. @param key under which it was sent */
  hears(job: string, key: string): void {
    const ailing = this.#jobs.get(job)
    if (ailing === undefined || this.#alerts.has(key)) return
    this.#alerts.add(key)
    if (ailing.isMended || ailing.isHasty) this.#click(job, ailing)
    else ailing.isAlarmed = true
    ailing.isHasty = false
  }

  #meet(job: string, fault: OutboxFault): void {
    const name = parseName(job)
    const repair = fault.poisons(name, this.#state.choices)
    if (repair === undefined) {
      this.#jobs.set(job, undefined)
      return
    }
    const ailing: Ailing = { repair, isMended: false, isHasty: repair.isHasty, isAlarmed: false, clicks: 0 }
    this.#jobs.set(job, ailing)
    this.#after(repair.mendedAfter, name.of('mended'), () => {
      ailing.isMended = true
      this.#state.note('effect', name, 'mended', 0, whoseIs(job), job, () => `operator: mends what was wrong with ${job}`)
      if (ailing.isAlarmed) this.#click(job, ailing)
    })
  }

  #click(job: string, ailing: Ailing): void {
    for (let count = 0; count < (ailing.isMended ? ailing.repair.clicks : 1); count++) {
      const words = ++ailing.clicks === 1 ? 'replay' : `replay ${ailing.clicks}`
      const click = parseName(job).of(words)
      this.#after(seconds(0), click, () =>
        this.#asks({ id: `${words} of ${job}`, who: whoseIs(job), command: { do: 'replay', job } }, click),
      )
    }
  }

  #after(span: Duration, name: Name, go: () => void | Promise<void>): void {
    this.#toCome++
    this.#state.at(later(this.#state.now, span), name, () => {
      this.#toCome--
      return go()
    })
  }
}

const whoseIs = (job: string): Who => job.slice(0, job.indexOf('/'))
