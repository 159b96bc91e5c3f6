import type { Command, Duration, Method } from '#machines'
import { cardMethods, days, hours, methods, minor, minutes } from '#machines'
import type { StoryLine, Workload } from '../kernel/plan.ts'
import { calendar } from '../provider/calendar.ts'
import { simplerCommands } from './simpler.ts'

type Story = readonly StoryLine[]
type Signup = Extract<Command, { readonly do: 'subscribe' }>

/** A customer signs up at the start, as simply as can be. */
export const plain = (line: StoryLine, { policy }: Workload, method: Method = 'card', trial?: Duration): StoryLine => {
  const command = simplerCommands(line.command, policy)[0] ?? line.command
  const at = 0 as Duration
  // Where tax is kept nothing happens to somebody of whom nobody knows where they are.
  const home = policy.taxes?.rates[0]?.place
  return command.do === 'subscribe'
    ? {
        ...line,
        at,
        command: { ...command, method, ...(home === undefined ? {} : { place: home }), ...(trial === undefined ? {} : { trial }) },
      }
    : { ...line, at }
}

/**
 * A signup, now or after a trial, with each card that people have, and by debit where anybody paid so: what is left of most stories when
 * they are small.
 */
export function signups(first: StoryLine, storm: Workload): readonly Story[] {
  const isCard = (method: Method): boolean => cardMethods.some((each) => each === method)
  const paysByDebit = storm.story.some(({ command }) => 'method' in command && command.method !== undefined && !isCard(command.method))
  return [undefined, days(7)].flatMap((trial) =>
    (paysByDebit ? methods : cardMethods).map((method) => [plain(first, storm, method, trial)]),
  )
}

/** A signup that is changed while the first pause may still last. */
export const changed = (first: StoryLine, storm: Workload): Story => {
  const simple = plain(first, storm)
  return [simple, line(simple, 'change', hours(1), { do: 'change quantity', quantity: 2 })]
}

/** What was paid goes back. */
export const goesBack = (first: StoryLine, storm: Workload): Story => {
  const simple = plain(first, storm)
  return [simple, line(simple, 'refund', hours(1), { do: 'refund' })]
}

/** The same signup once more at the same time. */
export const clickedTwice = (first: StoryLine, storm: Workload): Story => {
  const simple = plain(first, storm)
  return [simple, line(simple, 'again', simple.at, simple.command)]
}

/** A card that its bank has replaced when the next month is to be paid. */
export const replaced = (first: StoryLine, storm: Workload): Story => {
  const simple = plain(first, storm)
  return [simple, line(simple, 'other card', days(1), { do: 'update method', method: 'card expired' })]
}

/**
 * Stories in which nothing strikes, those of fewer commands first: what people do after a signup, and operators, each the one thing
 * that most mistakes about it need. Which of several stories a seed met does not matter then.
 */
export function shortStories(first: StoryLine, storm: Workload): readonly Story[] {
  const { policy, starts } = storm
  const simple = plain(first, storm)
  const signup = simple.command as Signup
  const interval = policy.plans.find(({ key }) => key === signup.plan)?.interval ?? 'month'
  const renews = (calendar.boundary(starts, { interval, count: 1 }, 1) - starts) as Duration
  const dearer = policy.plans.find((plan) => plan.key !== signup.plan && plan.interval === interval)
  const yearly = policy.plans.find((plan) => plan.interval === 'year' && interval !== 'year')
  const addOn = policy.addOns?.find(({ prices }) => prices[interval] !== undefined)
  const then = (id: string, at: Duration, command: Command): StoryLine => line(simple, id, at, command)
  const withTerms = (terms: Partial<Signup>): StoryLine => ({ ...simple, command: { ...signup, ...terms } })
  const soon = hours(1)
  const sent = withTerms({ terms: days(14) })
  const dueAtOnce = withTerms({ terms: days(0) })
  const empty = then('other card', days(1), { do: 'update method', method: 'card without funds' })
  const returned = goesBack(first, storm)
  // Given up by then, and a subscription that waited for it has ended.
  const late = days(22)
  return [
    ...signups(first, storm),
    [dueAtOnce],
    changed(first, storm),
    // Amid a day, so that who counts days and who counts seconds differ.
    [simple, then('change', (days(10) + hours(7)) as Duration, { do: 'change quantity', quantity: 2 })],
    returned,
    [simple, then('pause', soon, { do: 'pause' })],
    ...(dearer === undefined ? [] : [[simple, then('change', (renews - soon) as Duration, { do: 'change plan', plan: dearer.key })]]),
    [simple, then('cancel', renews, { do: 'cancel', when: 'now' })],
    [simple, empty],
    [sent, then('paid', soon, { do: 'mark paid', amount: minor(100) })],
    [sent, then('paid', soon, { do: 'mark paid', amount: minor(100_000) })],
    [simple, then('write off', renews, { do: 'write off' })],
    [dueAtOnce, then('pay debt', late, { do: 'pay debt' })],
    [simple, then('refund', days(20), { do: 'refund' }), then('change', days(25), { do: 'change quantity', quantity: 2 })],
    ...(yearly === undefined ? [] : [[simple, empty, then('change', days(2), { do: 'change plan', plan: yearly.key })]]),
    ...(addOn === undefined ? [] : [[simple, empty, then('add-on', days(2), { do: 'change add-on', addOn: addOn.key, quantity: 1 })]]),
    [dueAtOnce, then('again', days(18), { ...signup }), then('pay debt', late, { do: 'pay debt' })],
    [
      withTerms({ quantity: 2 }),
      then('seat', minutes(1), { do: 'assign seat', seat: 'fay' }),
      then('seat 2', minutes(2), { do: 'assign seat', seat: 'gil' }),
      then('change', soon, { do: 'change quantity', quantity: 1, when: 'now' }),
    ],
  ]
}

const line = ({ who }: StoryLine, id: string, at: Duration, command: Command): StoryLine => ({ who, id, at, command })
