import { deadLetterStates, historyLabels, invoiceStatuses, jobTypes, sights, subscriptionStatuses } from '#machines'
import type { Activity, Capabilities, Input, Pause } from '#simulator'
import { z } from 'zod'
import { inWords } from './misbehaved.ts'

/** What is wrong with something that a strange system gave; undefined when nothing is. */
export type Fault = string | undefined

type Loose = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null

const text = z.string().max(10_000)
const whole = z.custom<number>(Number.isSafeInteger, 'is no whole number of minor units')
const money = whole.refine((amount) => amount >= 0, 'is below zero')
const moment = z.custom<number>(isMoment, 'is no moment: whole milliseconds since 1970')
const rowOf = (shape: z.core.$ZodLooseShape) => z.array(z.looseObject(shape)).optional()

/** What a run may lean on: whoever holds NaN against an amount finds that nothing is wrong. */
const viewShape = z.looseObject({
  customers: rowOf({ who: text, provider: text.optional() }),
  subscriptions: rowOf({
    id: text,
    who: text,
    status: z.enum(subscriptionStatuses),
    plan: text,
    quantity: z.number(),
    periodStart: moment.optional(),
    periodEnd: moment.optional(),
  }),
  invoices: rowOf({
    id: text,
    who: text,
    status: z.enum(invoiceStatuses),
    lines: z.array(z.looseObject({ amount: whole })),
    total: whole,
    paid: money,
    refunded: money,
    issuedAt: moment,
  }),
  attempts: rowOf({ id: text, who: text, invoice: text, amount: money, startedAt: moment, status: text }),
  access: rowOf({ who: text, plan: text, quantity: z.number(), until: moment }),
  ledger: rowOf({ id: text, who: text, account: text, amount: whole, cause: text, at: moment }),
  notices: rowOf({ who: text, kind: text, cause: text, at: moment }),
  history: rowOf({ who: text, invoice: text, label: z.enum(historyLabels), received: money, returned: money }),
  'dead letters': rowOf({
    job: text,
    who: text,
    type: z.enum(jobTypes),
    about: text,
    state: z.enum(deadLetterStates),
    tries: z.array(z.looseObject({ at: moment, error: text })).min(1),
    firstFailure: moment,
    lastFailure: moment,
    nextTry: moment.optional(),
    deadSince: moment.optional(),
    deaths: z.array(moment),
    replays: z.array(moment),
    endedAt: moment.optional(),
    cause: text,
  }),
})

/** @param asked the sections that the system says it shows */
export function viewFault(view: unknown, asked: Capabilities['sights']): Fault {
  if (!isObject(view)) return `${inWords(view)} is no view`
  const missing = asked.find((sight) => view[sight] === undefined)
  if (missing !== undefined) return `its view lacks ${missing}, which its capabilities promise`
  if (seen.has(view)) return undefined
  const fault = issueOf(viewShape.safeParse(view))
  if (fault === undefined) seen.add(view)
  return fault
}

/** A run looks more often than a system changes what it shows. */
const seen = new WeakSet<object>()

export function outstandingFault(outstanding: unknown): Fault {
  return isObject(outstanding) &&
    Array.isArray(outstanding['waitsFor']) &&
    outstanding['waitsFor'].every((each) => typeof each === 'string')
    ? undefined
    : `${inWords(outstanding)} is not { waitsFor: [...] }`
}

/** @param name whose activity it must be, when its parent did not name it */
export function activityFault(activity: unknown, name: string | undefined): Fault {
  if (!isObject(activity) || typeof activity['resume'] !== 'function') return `${inWords(activity)} is no activity: it has no resume`
  const given = nameOf(activity as unknown as Activity)
  if (given === undefined) return 'its activity has no name; use the input’s'
  return name !== undefined && given !== name ? `its activity is named ${inWords(given)} instead of ${inWords(name)}` : undefined
}

/** The text of an activity's name, if it has one. */
export function nameOf(activity: Activity): string | undefined {
  const name: unknown = (activity as { readonly name?: unknown }).name
  return isObject(name) && typeof name['text'] === 'string' && typeof name['of'] === 'function' ? name['text'] : undefined
}

const isLabel = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= 200 && !value.includes('/')
const isJob = (value: unknown): boolean => typeof value === 'string' && value.length <= 500 && /^[^/]+(\/[^/]+)+$/.test(value)
const labelFault = (label: unknown, what: string): Fault =>
  isLabel(label) ? undefined : `${what} of ${inWords(label)}; it takes a few words without a slash`

/** @param replyTo what was put in, when the activity answers it */
export function pauseFault(pause: unknown, replyTo: Input | undefined): Fault {
  if (!isObject(pause)) return `it paused by ${inWords(pause)}, which is no pause`
  const given = pause as unknown as Pause
  switch (given.kind) {
    case 'call':
      return callFault(pause)
    case 'step': {
      const { did } = pause
      if (did !== undefined && !(isObject(did) && typeof did['subject'] === 'string' && typeof did['says'] === 'string'))
        return 'it paused by a step whose `did` lacks subject or says'
      return labelFault(given.landmark, 'it paused by a step with a landmark')
    }
    case 'sleep':
      return isMoment(given.until) ? undefined : `it sleeps until ${inWords(given.until)}, which is no moment`
    case 'wait':
      return given.until === undefined || isMoment(given.until)
        ? undefined
        : `it waits for another until ${inWords(given.until)}, which is no moment`
    case 'fork': {
      if (!Array.isArray(given.children)) return 'it paused by a fork without children'
      for (const child of given.children) {
        const fault = activityFault(child, undefined)
        if (fault !== undefined) return `of a fork ${fault}`
      }
      return undefined
    }
    case 'done':
      return replyTo === undefined ? undefined : replyFault(given.reply, replyTo)
    default:
      given satisfies never
      return `it paused by ${inWords(pause['kind'])}; a pause is a call, step, sleep, wait, fork or done`
  }
}

function callFault({ to, label, request, job }: Loose): Fault {
  const label_ = labelFault(label, 'it calls with a label')
  if (label_ !== undefined) return label_
  if (job !== undefined && !isJob(job)) return `it calls for the job ${inWords(job)}; a job is a path that begins with its customer`
  switch (to) {
    case 'mail':
      return undefined
    case 'provider':
      return isObject(request) && typeof request['operation'] === 'string' && isObject(request['params'])
        ? undefined
        : `it asks the provider ${inWords(request)}, which is not { operation, params }`
    case 'store': {
      const isRead = isObject(request) && ['read', 'list'].includes(request['op'] as string) && typeof request['table'] === 'string'
      const isCommit =
        isObject(request) && request['op'] === 'commit' && Array.isArray(request['writes']) && request['writes'].every(isObject)
      return isRead || isCommit ? undefined : 'it asks the store for what is neither read, list nor commit'
    }
    default:
      return `it calls ${inWords(to)}; there are provider, store and mail`
  }
}

function replyFault(reply: unknown, input: Input): Fault {
  switch (input.kind) {
    case 'delivery': {
      const status = isObject(reply) ? reply['status'] : undefined
      return Number.isInteger(status) && (status as number) >= 100 && (status as number) <= 599
        ? undefined
        : `it answers a webhook with ${inWords(isObject(reply) ? status : reply)}, which is no HTTP status`
    }
    case 'command': {
      const { kind, page } = isObject(reply) ? reply : {}
      if (kind === 'failed') return undefined
      if (kind !== 'accepted' && kind !== 'refused') return `it answers a command with ${inWords(kind)}, not accepted or refused`
      return page === undefined || typeof page === 'string' ? undefined : `it sends a customer to the page ${inWords(page)}, which is no id`
    }
    case 'job':
      return undefined
    default:
      return input satisfies never
  }
}

const capabilitiesShape = z.looseObject({
  level: z.enum(['native', 'L3', 'L2', 'L1']),
  authority: z.enum(['ours', 'provider']),
  keeps: z.enum(['ledger', 'mirror']),
  commands: z.array(z.string()),
  portal: z.array(z.string()).optional(),
  jobs: z.array(z.looseObject({ name: z.string().min(1).refine(isLabel), every: z.int().min(1_000), overlaps: z.boolean() })),
  crash: z.boolean(),
  clock: z.enum(['controlled', 'service']),
  reconcile: z.boolean(),
  sights: z.array(z.enum(sights)),
  listens: z.array(z.string()).optional(),
  endpointVersion: z.string().min(1),
})

const systemShape = z.looseObject({
  // As a token writes it.
  name: z.string().regex(/^[a-z0-9:._-]{1,60}$/, 'is no name: small letters, digits, and - . _ :'),
  version: z.string().min(1).max(60),
  capabilities: capabilitiesShape,
  ...Object.fromEntries(
    ['enter', 'reset', 'receive', 'settle', 'view', 'close'].map((name) => [name, z.custom(isFunction, 'is no function')]),
  ),
  boot: z.custom(isFunction, 'is no function').optional(),
  recompute: z.custom(isFunction, 'is no function').optional(),
  crash: z.custom(isFunction, 'is no function').optional(),
})

/** Is that a system at all, as far as one can see without running it? */
export function systemFault(system: unknown): Fault {
  if (!isObject(system)) return `${inWords(system)} is no system`
  return issueOf(systemShape.safeParse(system))
}

function issueOf(parsed: z.ZodSafeParseResult<unknown>): Fault {
  const [issue] = parsed.error?.issues ?? []
  return issue === undefined ? undefined : `${issue.path.map(String).join('.')} ${issue.message}`.trim()
}

const lastMoment = 253_402_300_799_999

function isMoment(value: unknown): boolean {
  return Number.isSafeInteger(value) && Math.abs(value as number) <= lastMoment
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}
