import type { Command, CommandReply, Instant, Who } from '#machines'
import { later, seconds } from '#machines'
import type { CommandTruth } from '../oracle/scene.ts'
import { type Capabilities, type Failed, takesDebits } from '../port.ts'
import { notModelledCode } from '../provider/errors.ts'
import { atProvider } from '../provider/portal.ts'
import { named, type Name } from './name.ts'
import type { StoryLine } from './plan.ts'
import type { Scheduler } from './scheduler.ts'
import type { RunState } from './state.ts'

/** A customer whose request was cut off asks again, with the same request id, after this long. */
const asksAgain = seconds(30)
const maxTries = 20
/** Whom it fails again and again gives up sooner than who was cut off. */
const maxFailures = 3
/** How long a customer takes to fill in a provider's page. */
const fillsIn = seconds(40)

const asked = (who: Who, command: Command): string =>
  command.do === 'replay' ? `operator: replays ${command.job}` : `${who}: ${command.do}`

const cardsFor = { 'bank debit': 'card', 'bank debit without funds': 'card without funds' } as const

/** Where nobody takes debits customers bring a card. */
const asTaken = (line: StoryLine, capabilities: Capabilities): StoryLine =>
  'method' in line.command && line.command.method !== undefined && line.command.method in cardsFor && !takesDebits(capabilities)
    ? { ...line, command: { ...line.command, method: cardsFor[line.command.method as keyof typeof cardsFor] } }
    : line

/** Lets the people of the story act: at the system where it has the command, at the provider's own pages where not. */
export class Commands {
  readonly #state: RunState
  readonly #scheduler: Scheduler
  readonly #afterProvider: (cause: number) => void
  readonly truths: CommandTruth[] = []
  /** Counts what happened to them. */
  revision = 0
  /** Requests without an answer yet. */
  waiting = 0

  constructor(state: RunState, scheduler: Scheduler, afterProvider: (cause: number) => void) {
    this.#state = state
    this.#scheduler = scheduler
    this.#afterProvider = afterProvider
  }

  /** Members, not positions: equal instants are ordered by the line's id. */
  schedule(story: readonly StoryLine[]): void {
    const starts = this.#state.plan.workload.starts
    const lines = [...story].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    for (const line of lines) {
      const name = named(line.who).of(line.id)
      const atSystem = this.#isForSystem(line.command)
      if (!atSystem && !this.#isAtPortal(line.command)) continue
      const said = asTaken(line, this.#state.plan.system.capabilities)
      this.#state.at(later(starts, line.at), name, () => (atSystem ? this.ask(said, name) : this.atProvider(said, name)))
    }
  }

  #isForSystem(command: Command): boolean {
    const { commands, checkout } = this.#state.plan.system.capabilities
    return commands.includes(command.do) || (checkout === true && command.do === 'subscribe' && command.through === 'checkout')
  }

  #isAtPortal(command: Command): boolean {
    return this.#state.plan.system.capabilities.portal?.includes(command.do) ?? true
  }

  /** The customer was sent to a page of the provider's, and fills it in. */
  #page(page: string, { who, command }: Omit<StoryLine, 'at'>, name: Name, cause: number): void {
    const state = this.#state
    this.waiting--
    if (command.do !== 'subscribe') return
    const visit = state.twin.completeCheckout(page, command.method ?? 'card', { now: state.now, choices: state.choices })
    const step = state.note('command', name, 'check out', cause, who, visit, () => `${who}: fills in the page, ${visit}`)
    state.changes++
    this.#afterProvider(step)
  }

  /** Somebody acts at the provider's own pages; the system hears of it by webhook only. */
  atProvider(line: Omit<StoryLine, 'at'>, name: Name): void {
    const state = this.#state
    const { id, who, command } = line
    const step = state.note('command', name, command.do, 0, who, command, () => `${who}: ${command.do}, at the provider`)
    const reply = atProvider(state.twin, who, command, { now: state.now, choices: state.choices })
    if (reply.kind === 'refused' && reply.reason === notModelledCode)
      state.giveUp(`${name.text} needs at the provider what the twin lacks: ${command.do}`)
    this.truths.push({ id, who, command, sentAt: state.now, repliedAt: state.now, reply, at: 'provider' })
    this.revision++
    state.changes++
    this.#afterProvider(step)
  }

  /** Somebody at the dashboard takes a card off its customer: no customer has asked for that. */
  takesOff(method: string, who: Who, name: Name): void {
    const state = this.#state
    const step = state.note('command', name, 'detach', 0, who, { method }, () => `${who}: ${method} is taken off, at the provider`)
    state.twin.handle({ operation: 'payment_methods.detach', id: method, params: {} }, { now: state.now, choices: state.choices })
    state.changes++
    this.#afterProvider(step)
  }

  /** Somebody asks the system, and asks again when cut off. */
  ask(line: Omit<StoryLine, 'at'>, name: Name): void | Promise<void> {
    const truth = {
      id: line.id,
      who: line.who,
      command: line.command,
      sentAt: this.#state.now,
      repliedAt: undefined as Instant | undefined,
      reply: undefined as CommandReply | undefined,
      at: 'system' as const,
    }
    this.truths.push(truth)
    this.revision++
    this.waiting++
    return this.#try(line, name, truth, 1)
  }

  #try(
    line: Omit<StoryLine, 'at'>,
    name: Name,
    truth: { repliedAt: Instant | undefined; reply: CommandReply | undefined },
    count: number,
  ): void | Promise<void> {
    const state = this.#state
    const { id, who, command } = line
    const tryName = count === 1 ? name : name.of(`try ${count}`)
    const step = state.note('command', tryName, command.do, 0, who, command, () => asked(who, command))
    const cutOff = (): void => {
      // Whoever is on call keeps at it until the page answers: what is dead waits for nobody else.
      if (count >= maxTries && command.do !== 'replay') this.waiting--
      else state.at(later(state.now, asksAgain), tryName, () => this.#try(line, name, truth, count + 1))
    }
    if (this.#scheduler.isDown('web')) {
      cutOff()
      return
    }
    return this.#scheduler.start(state.plan.system.receive({ kind: 'command', name: tryName, id, who, command }), {
      worker: 'web',
      who,
      cause: step,
      drops: cutOff,
      ends: (reply) => {
        const said = reply as CommandReply | Failed
        if (said.kind === 'failed') {
          state.note('answer', tryName, command.do, step, who, reply, () => 'fails')
          if (count >= maxFailures) this.waiting--
          else cutOff()
          return
        }
        truth.repliedAt = state.now
        truth.reply = said
        this.revision++
        const answered = state.note(
          'answer',
          tryName,
          command.do,
          step,
          who,
          reply,
          () => `answers ${said.kind}${said.kind === 'accepted' && said.detail !== undefined ? `: ${said.detail}` : ''}`,
        )
        const page = said.kind === 'accepted' ? said.page : undefined
        if (page === undefined) this.waiting--
        else state.at(later(state.now, fillsIn), name.of('page'), () => this.#page(page, line, name.of('page'), answered))
      },
    })
  }
}
