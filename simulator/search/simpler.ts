import type { Command, Duration, Instant, Policy } from '#machines'
import { days, hours, minor, minutes, seconds, standingFields } from '#machines'
import { givenBack, takenOff } from '../faults/fault.ts'
import type { Value } from '../kernel/choices.ts'
import { cardUpdateOptions } from '../provider/card-updates.ts'
import { disputeOptions } from '../provider/disputes/courses.ts'
import { outcomeOptions } from '../provider/outcomes.ts'

/** One choice as a record has it. */
export interface Chosen {
  readonly name: string
  readonly value: Value
}

/** What the choices of a kind may be, lowest first; kinds that only happen or not are not listed. */
export const valuesOf: Readonly<Record<string, readonly string[]>> = {
  'redeliver late': ['1 s', '12 s', '2 min', '20 min', '2 h', '1 day', '4 days'],
  reorder: ['1 s', '12 s'],
  late: ['2 min', '20 min', '2 h', '1 day'],
  hold: ['1 s', '12 s', '2 min', '20 min', '2 h', 'until another passes'],
  'slow read': ['1 s', '12 s', '1 min'],
  hang: ['executed', 'not executed'],
  'poison job': ['20 min', '2 min', '4 h', '20 min, two clicks', '4 h, two clicks', '1 day, and a click too early'],
  'out of band': ['cancels', 'cancels at the period end', 'changes the quantity', 'changes the plan'],
  'dashboard refund': [...givenBack],
  'dashboard detach': [...takenOff],
  'sender patience': ['20 s', '5 s', '30 s', '2 s'],
  'sender gaps': ['from 5 s', 'from 1 h'],
  'clock skew': ['1 s ahead', '1 s behind', '5 s ahead', '5 s behind'],
  crash: ['1 s', '12 s', '2 min', '20 min'],
  'hand edit': [...standingFields],
  'job twice': ['at once', '1 s', '12 s'],
  'job late': ['2 min', '20 min', '2 h', '1 day'],
  'server error': ['not executed', 'executed'],
  reset: ['before', 'after'],
  'commit unknown': ['unknown, done', 'unknown, not done'],
  outcome: outcomeOptions,
  dispute: disputeOptions,
  'card update': cardUpdateOptions,
}

/**
 * Kinds that ask at one and the same scope, in the order of the faults' list, each with its simplest value. A mistake
 * that any of them shows is shown by the first, and keeps one signature.
 */
export const siblings: readonly (readonly Chosen[])[] = [
  [
    { name: 'tie', value: true },
    { name: 'reorder', value: '1 s' },
    { name: 'late', value: '2 min' },
    { name: 'lost', value: true },
  ],
  [
    { name: 'slow read', value: '1 s' },
    { name: 'timeout after', value: true },
    { name: 'timeout before', value: true },
    { name: 'hang', value: 'executed' },
    { name: 'hang', value: 'not executed' },
    { name: 'reset', value: 'before' },
    { name: 'reset', value: 'after' },
    { name: 'rate limited', value: true },
    { name: 'server error', value: 'not executed' },
    { name: 'server error', value: 'executed' },
  ],
  [
    { name: 'delivery timeout', value: true },
    { name: 'hold', value: '1 s' },
    { name: 'crash', value: '1 s' },
  ],
  [
    { name: 'serialization failure', value: true },
    { name: 'deadlock', value: true },
    { name: 'commit unknown', value: 'unknown, done' },
  ],
  [
    { name: 'job twice', value: 'at once' },
    { name: 'job late', value: '2 min' },
  ],
]

/**
 * Choices that are simpler in kind than this one, simplest first. A delivery or a job that comes again is simpler than any
 * fault inside it, and a call that is lost simpler than a worker that dies beside it.
 */
export function simplerKinds({ name, value }: Chosen): readonly Chosen[] {
  const cut = name.lastIndexOf('/')
  const scope = name.slice(0, cut)
  const kind = name.slice(cut + 1)
  const found: Chosen[] = []
  const delivery = /^(.*\/delivery \d+)\//.exec(name)?.[1]
  if (delivery !== undefined && kind !== 'redeliver') found.push({ name: `${delivery}/redeliver`, value: true })
  if (delivery !== undefined && !kind.startsWith('redeliver')) found.push({ name: `${delivery}/redeliver late`, value: '1 s' })
  const job = /^(job [^/]+\/[^/]+)\/.*\//.exec(name)?.[1]
  if (job !== undefined) found.push({ name: `${job}/job twice`, value: 'at once' })
  if (kind === 'crash') found.push(...lostBeside(scope))
  // Whom it lets go first does not matter if pausing there for a moment does as well.
  const landmark = kind === 'overtakes' ? /^(.*?\/(?:before|after) [^/]+)\//.exec(name)?.[1] : undefined
  if (landmark !== undefined) found.push({ name: `${landmark}/hold`, value: '1 s' })
  if (siblings[0]!.some((sibling) => sibling.name === kind))
    found.push(
      { name: `${scope}/delivery 1/redeliver`, value: true },
      { name: `${scope}/delivery 1/redeliver late`, value: '1 s' },
      { name: `${scope}/delivery 1/redeliver late`, value: '1 day' },
    )
  const row = siblings.find((each) => each.some((sibling) => sibling.name === kind)) ?? []
  const here = row.findIndex(
    (each) => each.name === kind && (each.value === value || row.filter((other) => other.name === kind).length === 1),
  )
  found.push(...row.slice(0, Math.max(0, here)).map((each) => ({ name: `${scope}/${each.name}`, value: each.value })))
  return found
}

/** The call at whose landmark a worker dies may instead be lost itself; whether it is a provider's or a commit's, the run tells. */
function lostBeside(landmark: string): readonly Chosen[] {
  const [, activity, side, label] = /^(.*)\/(before|after) ([^/]+)$/.exec(landmark) ?? []
  if (activity === undefined || side === undefined || label === undefined) return []
  return side === 'before'
    ? [
        { name: `${activity}/${label}/timeout before`, value: true },
        { name: `${activity}/${label}/serialization failure`, value: true },
      ]
    : [
        { name: `${activity}/${label}/timeout after`, value: true },
        { name: `${activity}/${label}/commit unknown`, value: 'unknown, done' },
      ]
}

/** Values that are lower than this one and of the same kind of choice, lowest first. */
export function lowerValues({ name, value }: Chosen): readonly Value[] {
  if (value === true) return []
  if (typeof value === 'number') return roundNumbers.filter((each) => each < value)
  const words = valuesOf[name.slice(name.lastIndexOf('/') + 1)] ?? []
  const lower = words.slice(0, Math.max(0, words.indexOf(value)))
  return value.includes(': ') && words === disputeOptions ? lower.filter((each) => isNoLater(each, value)) : lower
}

/** A plainer course, or the same one sooner: what begins later is no simpler. */
function isNoLater(option: string, than: string): boolean {
  const beginnings = [...new Set(disputeOptions.map(beginningOf))]
  return beginnings.indexOf(beginningOf(option)) <= beginnings.indexOf(beginningOf(than))
}

const beginningOf = (option: string): string => option.slice(option.indexOf(': '))

const roundNumbers = [1, 2, 5, 10, 60, 100, 1_000, 3_600, 60_000, 3_600_000] as const

/** Commands that ask for the same with less in them, simplest first. */
export function simplerCommands(command: Command, policy: Policy): readonly Command[] {
  const plainest = policy.plans[0]?.key
  switch (command.do) {
    case 'subscribe': {
      const { trial, terms, ...ofTrial } = command
      const { through, ...direct } = command
      // What is charged at once needs a card.
      const untried = { method: 'card', ...ofTrial } as const
      const plain = plainest === undefined ? untried : { ...untried, plan: plainest }
      return distinct(command, [
        { ...plain, quantity: 1, method: 'card' },
        ...(through === undefined ? [] : [direct]),
        ...(trial === undefined && terms === undefined ? [] : [untried]),
        { ...command, quantity: 1 },
        { ...command, method: 'card' },
        ...(plainest === undefined ? [] : [{ ...command, plan: plainest }]),
        ...(trial === undefined ? [] : trialLengths.filter((each) => each < trial).map((each) => ({ ...command, trial: each }))),
      ])
    }
    case 'change plan':
      return policy.plans
        .slice(
          0,
          Math.max(
            0,
            policy.plans.findIndex(({ key }) => key === command.plan),
          ),
        )
        .map(({ key }) => ({ ...command, plan: key }))
    case 'change quantity':
      return [1, 2, 3].filter((each) => each < command.quantity).map((quantity) => ({ ...command, quantity }))
    case 'change add-on':
      return [1, 2].filter((each) => each < command.quantity).map((quantity) => ({ ...command, quantity }))
    case 'cancel':
      return command.when === 'now' ? [] : [{ ...command, when: 'now' }]
    case 'undo cancel':
    case 'assign seat':
    case 'unassign seat':
    case 'delete account':
    case 'pause':
    case 'resume':
    case 'set place':
    case 'void invoice':
    case 'write off':
      return []
    case 'pay debt':
    case 'mark paid':
      return command.amount === undefined
        ? []
        : [
            { do: command.do },
            ...partAmounts.filter((each) => each < command.amount!).map((amount) => ({ do: command.do, amount: minor(amount) })),
          ]
    case 'extend trial':
    case 'cut trial':
      return trialLengths.filter((by) => by < command.by).map((by) => ({ ...command, by }))
    case 'update method':
      // A card that is empty is plainer than one that asks or is past its date.
      return command.method === 'card'
        ? []
        : distinct(command, [
            { ...command, method: 'card' },
            { ...command, method: 'card without funds' },
          ])
    case 'authenticate':
      return distinct(command, [{ ...command, succeeds: true }])
    case 'grant credit':
      return [1, 100, 1_000].filter((amount) => amount < command.amount).map((amount) => ({ ...command, amount: minor(amount) }))
    case 'remove coupon':
      return command.coupon === undefined ? [] : couponsBefore(policy, command.coupon).map((coupon) => ({ ...command, coupon }))
    case 'apply coupon':
      return couponsBefore(policy, command.coupon).map((coupon) => ({ ...command, coupon }))
    case 'refund':
      return command.amount === undefined ? [] : [{ do: 'refund' }]
    case 'recompute':
      return command.apply ? [{ ...command, apply: false }] : []
    case 'replay':
      return []
    default:
      return command satisfies never
  }
}

function couponsBefore({ coupons = [] }: Policy, key: string): readonly string[] {
  const keys = coupons.map((each) => each.key)
  return keys.slice(0, Math.max(0, keys.indexOf(key)))
}

const partAmounts = [100, 1_000, 10_000] as const
const trialLengths = [days(7), days(14)] as const

const textOf = (command: Command): string => JSON.stringify(Object.entries(command).toSorted(([a], [b]) => (a < b ? -1 : 1)))
const distinct = (command: Command, others: readonly Command[]): readonly Command[] =>
  others.filter((other, index) => textOf(other) !== textOf(command) && others.findIndex((each) => textOf(each) === textOf(other)) === index)

const grains = [days(1), hours(1), minutes(1), seconds(1)] as const

/** Rounder moments of a story, roundest first: never later than this one. */
export function rounderTimes(at: Duration): readonly Duration[] {
  const found = grains.map((grain) => (at - (at % grain)) as Duration)
  return found.filter((each, index) => each !== at && found.indexOf(each) === index)
}

/** Rounder starts of a world: midnight, the hour, the minute. */
export function rounderStarts(starts: Instant): readonly Instant[] {
  return rounderTimes((starts % grains[0]) as Duration).map((inDay) => (starts - (starts % grains[0]) + inDay) as Instant)
}
