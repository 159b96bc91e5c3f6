import type { Command, Duration, Instant, Method, Plan, Policy, Who } from '#machines'
import { between, cardMethods, chargeUnitOf, days, defaultPolicy, later, minutes, mostTerms, planOf, seconds, utc } from '#machines'
import type { Workload } from '#simulator'
import { Draw } from './draw.ts'
import { type Drawn, numbered } from './scenario.ts'
import { type Act, type Life, partOf } from './troubles.ts'

/** A few customers on cards, who come, change their minds, and meet period boundaries by the second. */
export const cards: Drawn = {
  kind: 'drawn',
  name: 'cards',
  about: 'a few customers on cards subscribe, change plan and quantity, cancel, refund and mend their cards over some months',
  workloadFor: (seed, starts) => workloadFor(seed, startsAt(starts)),
}

/** What is set when somebody says when it starts. */
export const startsAt = (starts: Instant | undefined): Pick<CardsOptions, 'starts'> => (starts === undefined ? {} : { starts })

const cast = ['ada', 'bob', 'cleo'] as const

/** Days on which calendars are hard, and one on which they are not. */
const firstDays = [
  '2024-01-31',
  '2023-01-31',
  '2024-11-30',
  '2023-02-28',
  '2024-02-28',
  '2024-02-29',
  '2024-08-31',
  '2024-12-31',
  '2024-03-15',
  '2025-06-10',
] as const

/** What may be set for a drawn workload; everything else is the seed's. */
export interface CardsOptions {
  readonly policy?: Policy
  readonly customers?: number
  /** Whose seeds these are: streams of other names draw other lives. */
  readonly name?: string
  /** Wishes beside the usual ones, with their weights. */
  readonly more?: readonly Wish[]
  /** When the first customer comes; undefined: some time on a day that the seed draws. */
  readonly starts?: Instant
  /** The end of the nth period, 0 to 3, after an anchor: where commands are aimed at now and then. Undefined: months of UTC. */
  readonly boundary?: (anchor: Instant, nth: number) => Instant
  /** What a customer brings along who joins at that moment. */
  readonly brings?: (draw: Draw, joins: Duration) => readonly Act[]
  /** What else a customer says with a signup. */
  readonly says?: (draw: Draw, command: Command) => Command
  /** What goes wrong in a life beside that. */
  readonly troubles?: (draw: Draw, life: Life) => readonly Act[]
  /** What else is done beside that life: drawn after all of it, so that it is lived as it would be without. */
  readonly beside?: (draw: Draw, life: Life) => readonly Act[]
  /** Of a thousand trials so many begin without a method. */
  readonly withoutMethod?: number
  /** Of a thousand customers without a trial so many are sent invoices. */
  readonly onTerms?: number
  /** Of a thousand customers so many have an account debited, now and then or always, where others have a card that works. */
  readonly byDebit?: number
}

/** A command that somebody may come to want, drawn when they do; of a hundred usual wishes in sum. */
export type Wish = readonly [wish: (draw: Draw) => Command, weight: number]

/** The workload of a seed: equal for equal seeds on every machine. */
export function workloadFor(seed: number, options: CardsOptions = {}): Workload {
  const { name = 'cards' } = options
  const draw = new Draw(`${name} ${seed}`)
  const policy = options.policy ?? defaultPolicy
  const starts =
    options.starts ?? later(utc(draw.among(firstDays)), draw.chance(200) ? nearMidnight(draw) : seconds(draw.within(0, 86_399)))
  const lasts = days(draw.within(75, 110))
  const count =
    options.customers ??
    draw.weighted([
      [1, 2],
      [2, 3],
      [3, 5],
    ])
  const story = cast
    .slice(0, count)
    .flatMap((who, index) =>
      lifeOf(new Draw(`${name} ${seed} ${who}`), who, policy, starts, lasts, index === 0 ? seconds(0) : undefined, options),
    )
  return { scenario: name, starts, lasts, policy, story: numbered(story) }
}

const nearMidnight = (draw: Draw): Duration => draw.among([seconds(0), seconds(1), seconds(86_399)])

interface Step {
  readonly who: Who
  readonly at: Duration
  readonly command: Command
}

/** One customer's commands, drawn from a stream of the customer's own, in order of time. */
function lifeOf(
  draw: Draw,
  who: Who,
  policy: Policy,
  starts: Instant,
  lasts: Duration,
  joins: Duration | undefined,
  { more = [], withoutMethod = 0, onTerms = 0, byDebit = 0, boundary = monthsAfter, brings, says, troubles, beside }: CardsOptions,
): readonly Step[] {
  const first = joins ?? (draw.chance(300) ? seconds(draw.within(0, 120)) : seconds(draw.within(0, 86_400 * 12)))
  const plan = (): string => draw.among(policy.plans).key
  const method = (): Method =>
    draw.weighted<Method>([
      ['card', 75],
      ['card needing authentication', 9],
      ['card without funds', 9],
      ['card expired', 7],
    ])
  const trial = draw.chance(250) ? draw.among([days(7), days(14), days(30)]) : undefined
  const signup = {
    do: 'subscribe',
    plan: plan(),
    quantity: draw.weighted([
      [1, 5],
      [2, 2],
      [5, 1],
    ]),
    method: method(),
    ...(trial === undefined ? {} : { trial }),
  } as const
  const isBare = trial !== undefined && withoutMethod > 0 && draw.chance(withoutMethod)
  const terms = trial === undefined && onTerms > 0 && draw.chance(onTerms) ? termsFor(draw, planOf(policy, signup.plan)) : undefined
  const onSuch = terms === undefined ? signup : { ...signup, terms }
  // Some who are sent invoices have a card as well; none is charged for them.
  const isWithout = isBare || (terms !== undefined && draw.chance(600))
  const steps: Step[] = [{ who, at: first, command: isWithout ? withNoMethod(onSuch) : onSuch }]
  const anchor = later(starts, trial === undefined ? first : ((first + trial) as Duration))
  const isBad = (which: Method): boolean => which !== 'card'
  const mend = (after: Duration): void => {
    // Most people answer their bank or bring a working card; some never do.
    if (draw.chance(750)) steps.push({ who, at: soon(draw, after), command: { do: 'authenticate', succeeds: draw.chance(800) } })
    if (draw.chance(600))
      steps.push({ who, at: (after + seconds(draw.within(300, 9 * 86_400))) as Duration, command: { do: 'update method', method: 'card' } })
  }
  if (isBare) {
    // A method comes in time, at the last moment or too late; some bring none.
    if (draw.chance(750))
      steps.push({ who, at: aboutTheEnd(draw, first, (first + trial) as Duration), command: { do: 'update method', method: method() } })
  } else if (terms !== undefined) {
    for (let nth = 0; nth < 4; nth++) {
      const due = (between(starts, boundary(anchor, nth)) + terms) as Duration
      if (!draw.chance(800)) continue
      const at = aboutTheDay(draw, (due - terms) as Duration, due)
      const isPart = draw.chance(250)
      if (isPart) steps.push({ who, at, command: { do: 'mark paid', amount: partOf(draw, chargeUnitOf(policy)) } })
      if (!isPart || draw.chance(700)) steps.push({ who, at: isPart ? soon(draw, at) : at, command: { do: 'mark paid' } })
    }
  } else if (isBad(signup.method)) mend(first)
  const wishes = draw.weighted([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 3],
    [5, 3],
  ])
  let previous = first
  for (let wish = 0; wish < wishes; wish++) {
    const when = momentFor(draw, starts, lasts, (nth) => boundary(anchor, nth), first, previous)
    const command = wishFor(draw, plan, method, more)
    // Leaving comes late, or little else would happen.
    const at = command.do === 'cancel' && draw.chance(700) ? (((when + lasts) / 2) as Duration) : when
    const whole = (at - (at % seconds(1))) as Duration
    steps.push({ who, at: whole, command })
    if (command.do === 'update method' && isBad(command.method)) mend(whole)
    if (command.do === 'cancel' && draw.chance(350))
      steps.push({ who, at: soon(draw, whole), command: { do: 'subscribe', plan: plan(), quantity: 1, method: 'card' } })
    previous = whole
  }
  const life: Life = {
    boundary: (nth) => between(starts, boundary(anchor, nth)),
    plan,
    unit: chargeUnitOf(policy),
    policy,
    signup: { at: first, command: signup },
  }
  if (troubles !== undefined) for (const { at, command } of troubles(draw, life)) steps.push({ who, at, command })
  // At one instant what is brought along comes first.
  if (brings !== undefined) steps.unshift(...brings(draw, first).map((act) => ({ who, ...act })))
  const said = says === undefined ? steps : steps.map((step) => ({ ...step, command: says(draw, step.command) }))
  // Drawn last, so that all others live as they would without.
  const debits = byDebit > 0 && draw.chance(byDebit) ? draw.among([400, 1_000]) : 0
  const paid = debits === 0 ? said : said.map((step) => ({ ...step, command: paidBy(draw, step.command, debits) }))
  const all = beside === undefined ? paid : [...paid, ...beside(draw, life).map((act) => ({ who, ...act }))]
  return all.filter((step) => step.at >= 0 && step.at <= lasts).toSorted((a, b) => a.at - b.at)
}

const paidBy = (draw: Draw, command: Command, perMille: number): Command =>
  'method' in command && command.method === 'card' && draw.chance(perMille)
    ? { ...command, method: draw.chance(150) ? 'bank debit without funds' : 'bank debit' }
    : command

const withNoMethod = ({ method: _, ...signup }: Extract<Command, { do: 'subscribe' }>): Command => signup

/** As long as what is sent is due before the next one is. */
const termsFor = (draw: Draw, { interval }: Plan): Duration =>
  draw.among([days(0), days(14), days(30)].filter((each) => each <= mostTerms[interval]))

/** Most pay in time, some on the last day or the day after, some after being reminded. */
const aboutTheDay = (draw: Draw, sent: Duration, due: Duration): Duration =>
  draw.weighted<() => Duration>([
    [() => (sent + seconds(draw.within(60, Math.max(61, Math.floor((due - sent) / 1_000))))) as Duration, 6],
    [() => (due + seconds(draw.among([-1, 0, 1, draw.within(-3_600, 3_600)]))) as Duration, 2],
    [() => (due + seconds(draw.within(3_600, 16 * 86_400))) as Duration, 2],
  ])()

const aboutTheEnd = (draw: Draw, begin: Duration, end: Duration): Duration =>
  draw.weighted<Duration>([
    [(begin + seconds(draw.within(1, Math.floor((end - begin) / 1_000)))) as Duration, 5],
    [(end + seconds(draw.among([-1, 0, 1, draw.within(0, 3_600), 3_600]))) as Duration, 4],
    [(end + seconds(draw.within(3_600, 9 * 86_400))) as Duration, 2],
  ])

const wishFor = (draw: Draw, plan: () => string, method: () => Method, more: readonly Wish[]): Command =>
  draw.weighted<() => Command>([
    [() => ({ do: 'change plan', plan: plan() }), 30],
    [() => ({ do: 'change quantity', quantity: draw.within(1, 6) }), 25],
    [() => ({ do: 'cancel', when: draw.among(['now', 'period end']) }), 14],
    [() => ({ do: 'update method', method: draw.chance(500) ? method() : draw.among(cardMethods) }), 17],
    [() => ({ do: 'authenticate', succeeds: draw.chance(700) }), 4],
    [() => ({ do: 'refund' }), 10],
    ...more.map(([wish, weight]) => [() => wish(draw), weight] as const),
  ])()

const soon = (draw: Draw, after: Duration): Duration =>
  (after + draw.among([seconds(draw.within(0, 5)), seconds(draw.within(6, 120)), minutes(draw.within(2, 40))])) as Duration

/** When a wish comes: any time, on the heels of the one before, or about a period's boundary. */
function momentFor(
  draw: Draw,
  starts: Instant,
  lasts: Duration,
  boundary: (nth: number) => Instant,
  first: Duration,
  previous: Duration,
): Duration {
  const way = draw.weighted([
    ['any time', 5],
    ['on the heels', 2],
    ['at a boundary', 3],
  ] as const)
  if (way === 'on the heels') return soon(draw, previous)
  if (way === 'any time') return (first + draw.within(1, Math.max(1, lasts - first))) as Duration
  const end = between(starts, boundary(draw.within(0, 3)))
  const beside = seconds(draw.among([0, draw.within(-2, 2), draw.within(-120, 120), draw.within(0, 3_600)]))
  return Math.max(first, end + beside) as Duration
}

/** The same time of day some months on; a month too short gives its last day. Only to aim commands at boundaries. */
function monthsAfter(instant: Instant, months: number): Instant {
  const date = new Date(instant)
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate()
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), lastDay))
  return (midnight + (instant % days(1))) as Instant
}
