import type { Duration, Who } from '#machines'
import { seconds } from '#machines'
import type { CallFate, CallFault, CommitFate, Risk, StoreFault } from '../faults/fault.ts'
import { notModelledIn } from '../provider/errors.ts'
import type { JobTry } from '../oracle/scene.ts'
import type { ProviderAnswer, ProviderRequest } from '../provider/provider.ts'
import type { Activity, Answer, Call, MailAnswer } from './activity.ts'
import type { Landmark } from './landmarks.ts'
import type { Segment } from './name.ts'
import type { OnCall } from './on-call.ts'
import type { RunState } from './state.ts'
import type { CommitAnswer, StoreRequest, Write } from './store.ts'
import { digestOfWrites } from './trace.ts'

/** Whoever asks, and the step of the trace that last moved it. */
export interface Asker {
  readonly activity: Activity
  readonly who: Who | undefined
  readonly spared: boolean
  readonly isDisturbed: boolean
  step: number
}

/** An answer that takes its time, or never comes. */
export class Later {
  readonly takes: Duration | 'for ever'
  readonly arrives: () => Answer
  constructor(takes: Duration | 'for ever', arrives: () => Answer) {
    this.takes = takes
    this.arrives = arrives
  }
}

/** Whom activities ask: the provider, the native store, the mail. Faults strike here on the way there and back. */
export class Peers {
  readonly #state: RunState
  readonly #strikes: { readonly calls: readonly CallFault[]; readonly stores: readonly StoreFault[] }
  readonly #onCall: OnCall
  readonly #afterCommit: (who: Who | undefined) => void
  readonly #afterProvider: (cause: number) => void

  constructor(
    state: RunState,
    strikes: { readonly calls: readonly CallFault[]; readonly stores: readonly StoreFault[] },
    onCall: OnCall,
    afterCommit: (who: Who | undefined) => void,
    afterProvider: (cause: number) => void,
  ) {
    this.#state = state
    this.#strikes = strikes
    this.#onCall = onCall
    this.#afterCommit = afterCommit
    this.#afterProvider = afterProvider
  }

  /** @returns the answer, or `Later` */
  ask(asker: Asker, call: Call, landmark: Landmark): Answer {
    switch (call.to) {
      case 'store':
        return this.#store(asker, call.request as StoreRequest, landmark)
      case 'provider':
        return this.#provider(asker, call, landmark)
      case 'mail':
        return this.#mail(asker, call)
      default:
        throw new RangeError(`no such peer: ${JSON.stringify(call.to satisfies never)}`)
    }
  }

  /** What is to go wrong with a statement of somebody's own database, that stands where these risks are. */
  strikes(asker: Asker, at: Segment, risks: readonly Risk[]): CommitFate | undefined {
    const { choices } = this.#state
    if (!choices.active || asker.spared) return undefined
    for (const { risk, commits } of this.#strikes.stores) {
      if (risk === undefined || commits === undefined || !risks.includes(risk)) continue
      const fate = commits(asker.activity.name.of(at), choices)
      if (fate !== undefined) return fate
    }
    return undefined
  }

  #mail(asker: Asker, { request: letter, job }: Call): MailAnswer {
    const state = this.#state
    const { key, to, job: about, says } = lettered(letter)
    const kind = to === 'operator' && about !== undefined ? 'alert' : 'mail'
    // Word to those who mend it comes through.
    const isRefused = job !== undefined && kind === 'mail' && this.#onCall.refuses(job, asker.spared)
    const came = isRefused ? 'refused' : 'taken'
    if (job !== undefined) this.#tried(asker, job, 'mail', key)(came)
    const detail = JSON.stringify(letter)
    asker.step = state.note(
      'effect',
      asker.activity.name,
      isRefused ? 'mail refused' : kind,
      asker.step,
      asker.who,
      letter,
      () => `${isRefused ? `mail refused, ${job} is poisoned` : kind}: ${says ?? detail}`,
    )
    if (!isRefused) state.effects.push({ kind, who: asker.who, detail, at: state.now })
    if (kind === 'alert' && about !== undefined) this.#onCall.hears(about, key ?? detail)
    return { kind: came }
  }

  /** @returns takes what the asker was told */
  #tried(asker: Asker, job: string, asked: string, key: string | undefined): (came: JobTry['came']) => void {
    const { tries, now } = this.#state
    return tries.add(asker, { job, who: job.slice(0, job.indexOf('/')), at: now, asked, key }, asker.isDisturbed)
  }

  #store(asker: Asker, request: StoreRequest, landmark: Landmark): Answer {
    const state = this.#state
    const { name } = asker.activity
    if (request.op === 'commit') return this.#commit(asker, request.writes, landmark)
    // What rows hold is in the digest of the commit that wrote them; here it counts which state of them was seen.
    let answer: Answer
    let seen: number
    const as = request.replica === true && this.#isBehind(asker, landmark) ? 'before the last commit' : 'now'
    if (request.op === 'read') {
      const stored = state.store.read(request.table, request.owner, request.key, as)
      answer = stored
      seen = stored?.version ?? 0
    } else {
      const rows = state.store.list(request.table, request.owner, as)
      answer = rows
      seen = rows.length
    }
    asker.step = state.note('call', name, request.table, asker.step, asker.who, seen, () => `reads ${request.table}`)
    return answer
  }

  #commit(asker: Asker, writes: readonly Write[], landmark: Landmark): CommitAnswer {
    const state = this.#state
    const { name } = asker.activity
    let answer: CommitAnswer
    let fate: CommitFate | undefined
    let edited: Edit | undefined
    if (state.choices.active && !asker.spared)
      for (const fault of this.#strikes.stores) {
        fate = fault.commits?.(name.of(landmark.at), state.choices)
        if (fate !== undefined) break
      }
    if (fate === 'serialization failure') answer = { kind: 'conflict', because: 'serialization', key: '' }
    else if (fate === 'deadlock') answer = { kind: 'conflict', because: 'deadlock', key: '' }
    else if (fate === 'unknown, not done') answer = { kind: 'unknown' }
    else {
      answer = state.store.commit(writes)
      if (answer.kind === 'committed') {
        state.changes++
        state.commits++
        if (state.edits.length > 0) this.#overwrite(writes)
        if (state.plan.system.capabilities.copies !== undefined) edited = this.#editFor(asker, writes, landmark)
      }
      if (fate === 'unknown, done') answer = { kind: 'unknown' }
    }
    asker.step = state.note(
      'commit',
      name,
      landmark.text,
      asker.step,
      asker.who,
      digestOfWrites(writes),
      () => `${landmark.text}: ${answer.kind}`,
      writes,
    )
    if (edited !== undefined) this.#edit(edited, asker.step)
    if (answer.kind !== 'conflict') this.#afterCommit(asker.who)
    return answer
  }

  /** Does somebody, right after a commit, set a field of the stored copy that it wrote? */
  #editFor(asker: Asker, writes: readonly Write[], landmark: Landmark): Edit | undefined {
    const { choices, plan } = this.#state
    const { copies } = plan.system.capabilities
    if (!choices.active || asker.spared || copies === undefined) return undefined
    const write = writes.find(({ table, row }) => table === copies.table && row !== undefined)
    if (write === undefined) return undefined
    for (const fault of this.#strikes.stores) {
      const field = fault.edits?.(asker.activity.name.of(landmark.at), choices, copies.fields)
      if (field !== undefined) return { write, field }
    }
    return undefined
  }

  #edit({ write, field }: Edit, cause: number): void {
    const state = this.#state
    const { table, owner, key } = write
    const before = write.row as Readonly<Record<string, unknown>>
    const is = before[field]
    const row = { ...before, [field]: typeof is === 'number' ? (is === 0 ? 1 : 0) : `not ${String(is)}` }
    state.store.commit([{ table, owner, key, row }])
    state.edits.push({ who: owner, table, field, at: state.now, overwrittenAt: undefined })
    state.editRevision++
    state.note('commit', undefined, table, cause, owner, field, () => `somebody sets ${owner}'s ${field} by hand`)
  }

  /** What somebody set by hand before is gone once the system writes the row again. */
  #overwrite(writes: readonly Write[]): void {
    const state = this.#state
    for (const edit of state.edits)
      if (edit.overwrittenAt === undefined && writes.some(({ table, owner }) => table === edit.table && owner === edit.who)) {
        edit.overwrittenAt = state.now
        state.editRevision++
      }
  }

  #isBehind(asker: Asker, landmark: Landmark): boolean {
    const { choices } = this.#state
    if (!choices.active || asker.spared) return false
    return this.#strikes.stores.some((fault) => fault.reads?.(asker.activity.name.of(landmark.at), choices) === true)
  }

  #provider(asker: Asker, call: Call, landmark: Landmark): Answer {
    const request = call.request as ProviderRequest
    const state = this.#state
    const { name } = asker.activity
    asker.step = state.note(
      'call',
      name,
      request.operation,
      asker.step,
      asker.who,
      request.params,
      () => `asks ${request.operation}`,
      request,
    )
    let fate: CallFate | undefined
    if (this.#strikes.calls.length > 0 && state.choices.active && !asker.spared) {
      const scope = name.of(landmark.at)
      for (const fault of this.#strikes.calls) {
        fate = fault.call(scope, state.choices, request)
        if (fate !== undefined) break
      }
    }
    let answer: ProviderAnswer = noAnswer
    const { job } = call
    const heard = job === undefined ? undefined : this.#tried(asker, job, request.operation, request.key)
    const isRefused = job !== undefined && !isQuestion(request) && this.#onCall.refuses(job, asker.spared)
    if (isRefused && (fate === undefined || fate.executes)) answer = refusal
    else if (!isRefused && (fate === undefined || fate.executes || fate.answer === '500')) {
      const context = { now: state.now, choices: state.choices }
      answer =
        fate?.answer === '500'
          ? state.twin.failWith500(request, context, fate.executes ? 'executed' : 'not executed')
          : state.twin.handle(request, context)
      const lacking = notModelledIn(answer)
      if (lacking !== undefined) state.giveUp(`${state.plan.system.name} asked in ${name.text} for what the twin lacks: ${lacking}`)
      state.changes++
      this.#afterProvider(asker.step)
    }
    let told = fate === undefined || fate.answer === undefined || fate.answer === '500' ? answer : fate.answer
    let takes = fate?.takes ?? atOnce
    const isNative = state.plan.system.capabilities.level === 'native'
    if (takes === 'for ever') {
      // Native code says how long it would wait; whoever has no patience waits on.
      if (call.patience === undefined && isNative) return new Later('for ever', () => noAnswer)
      takes = call.patience ?? atOnce
    } else if (call.patience !== undefined && takes > call.patience) {
      takes = call.patience
      told = noAnswer
    }
    // Real code has a patience of its own, which runs on its own timers: it is told at once that nothing will come.
    const isImpatient = told.kind === 'timeout' && !isNative
    const arrives = (): ProviderAnswer => {
      heard?.(cameOf(told))
      asker.step = state.note(
        'answer',
        name,
        request.operation,
        asker.step,
        asker.who,
        told.kind === 'response' ? told.body : told.kind,
        () =>
          `${request.operation}: ${told.kind === 'response' ? told.status : isImpatient ? 'no answer comes' : told.kind}${told === refusal ? `, ${job} is poisoned` : ''}`,
      )
      return told
    }
    return takes === 0 || isImpatient ? arrives() : new Later(takes, arrives)
  }
}

/** A stored copy that somebody puts a hand on. */
interface Edit {
  readonly write: Write
  readonly field: string
}

/** What the provider says of a request that is wrong: before it looks at keys or does anything. @source SD/error-low-level */
const refusal: ProviderAnswer = {
  kind: 'response',
  status: 400,
  body: { error: { type: 'invalid_request_error', code: 'parameter_unknown', message: 'Received unknown parameter.' } },
}

/** Whoever only asks is told: there is nothing in a question that could be wrong for ever. */
const isQuestion = ({ operation }: ProviderRequest): boolean => /\.(list|retrieve|search)$/.test(operation)

/** Answers that tell the asker nothing of whether it was done are as good as none. */
function cameOf(told: ProviderAnswer): JobTry['came'] {
  if (told === refusal) return 'refused'
  return told.kind !== 'response' || told.status >= 500 || told.status === 409 || told.status === 429 ? 'unclear' : 'taken'
}

/** The key of a letter, to whom it goes, which job it is about, and what it says to people, as far as it has them. */
const lettered = (letter: unknown): Readonly<Partial<Record<'key' | 'to' | 'job' | 'says', string>>> =>
  typeof letter === 'object' && letter !== null ? letter : {}

const noAnswer: ProviderAnswer = { kind: 'timeout' }
const atOnce = seconds(0)
