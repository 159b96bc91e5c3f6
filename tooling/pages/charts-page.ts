import { charts, type Sentence, sentences } from '#machines'
import { generated, table } from './page.ts'

/** What the object of each chart is. */
const about: Readonly<Record<keyof typeof charts, string>> = {
  subscription: 'The life of a subscription, from the signup that waits for its first payment to its end.',
  invoice: 'What an invoice is worth: an offer, a debt, paid, or nothing any more.',
  attempt: 'One attempt to collect an invoice, under one idempotency key.',
  dunning: 'How an invoice is collected: when it is tried, when again, and when nobody tries any more.',
  change: 'A change the customer asked for, which takes effect when it is paid and not before.',
  refund: 'Money on its way back.',
  dispute: 'A payment that its bank takes up again.',
  cancellation: 'How a customer leaves: with the period, or at once, and then as soon as no payment is on its way.',
  'credit note': 'What takes time back that was paid for.',
  setup: 'How a customer comes to be known at the provider.',
  method: 'What becomes of a card that a customer brings: with a signup, or by itself.',
  entitlement: 'What a customer may use, and because of what; nothing runs it, the view is held against it.',
  job: 'An entry of the outbox: tried, tried again with growing gaps, dead in plain sight, replayed by a person.',
}

type Place = readonly [chart: keyof typeof charts, ...events: readonly string[]]

/** Where each process of billing is told: all of a chart, or some of its events. */
const processes: Readonly<Record<string, readonly Place[]>> = {
  'checkout and account setup': [['setup'], ['method'], ['change', 'settled', 'rejected'], ['subscription', 'settled', 'dropped']],
  'change of plan, quantity, add-ons or interval': [['change']],
  'pause and resume': [
    ['subscription', 'pause asked', 'paused', 'resumed'],
    ['change', 'settled'],
  ],
  refund: [['refund']],
  'credit note': [['credit note']],
  reversal: [['dispute'], ['invoice', 'charged back', 'given back'], ['subscription', 'payment given back']],
  settlement: [['attempt'], ['invoice', 'paid', 'voided', 'charged back', 'given back']],
  'bad-debt payment': [
    ['dunning', 'debt asked', 'collected'],
    ['invoice', 'paid'],
  ],
  entitlement: [['entitlement']],
  cancellation: [['cancellation'], ['subscription', 'cancel asked', 'ended']],
  job: [['job']],
  'dunning, and how it ends': [['dunning'], ['subscription', 'collection ended', 'suspended'], ['invoice', 'given up']],
}

/** @throws RangeError when a chart has no such event: the page would send its readers nowhere */
function inWords([chart, ...events]: Place): string {
  for (const event of events)
    if (!sentences().some((each) => each.chart === chart && each.event === event))
      throw new RangeError(`the ${chart} chart does not listen to ${JSON.stringify(event)}`)
  return events.length === 0 ? `**${chart}**` : `**${chart}** (${events.join(', ')})`
}

/** The state charts as a page: a picture of each, which code hosts draw by themselves, and every sentence of it. */
export function chartsPage(): string {
  const all = sentences()
  const names = Object.keys(charts) as (keyof typeof charts)[]
  return [
    '# State charts',
    '',
    generated('the charts in machines/'),
    '',
    `${names.length} charts of ${all.length} sentences. The pictures show what leads from one state to another; the tables hold every`,
    'sentence. Of several for one event the first counts whose condition holds. An event that ends in ⏱ is fired by the',
    "state's own deadline. What each sentence was exercised by: `npx billstorm lab matrix`.",
    '',
    'Where each process of billing is told, in whole charts or in some of their events:',
    '',
    ...Object.entries(processes).map(([process, places]) => `- ${process}: ${places.map(inWords).join(' · ')}`),
    ...names.flatMap((name) =>
      ofChart(
        name,
        all.filter(({ chart }) => chart === name),
      ),
    ),
    '',
  ].join('\n')
}

function ofChart(name: keyof typeof charts, own: readonly Sentence[]): readonly string[] {
  return [
    '',
    `## ${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
    '',
    about[name],
    '',
    '```mermaid',
    ...picture(name, own),
    '```',
    '',
    table(
      ['in', 'on', 'if', 'goes to', 'and'],
      own.map(({ from, event, guard, to, actions, isDeadline }) => [
        from,
        isDeadline ? `${event} ⏱` : event,
        guard ?? '',
        to ?? '',
        actions.join(', '),
      ]),
    ),
  ]
}

/** Arrows between the same two states are one, with all their events. */
function picture(name: keyof typeof charts, own: readonly Sentence[]): readonly string[] {
  const { machine, states } = charts[name]
  const { initial } = machine.config as { readonly initial?: string }
  const idOf = (state: string): string => state.replaceAll(' ', '_')
  const arrows = new Map<string, string[]>()
  for (const { from, event, guard, to, isDeadline } of own) {
    if (to === undefined) continue
    const arrow = `${idOf(from)} --> ${idOf(to)}`
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), `${event}${isDeadline ? ' ⏱' : ''}${guard === undefined ? '' : ` (${guard})`}`])
  }
  return [
    'stateDiagram-v2',
    '  direction LR',
    ...states.map((state) => `  state "${state}" as ${idOf(state)}`),
    ...(initial === undefined ? [] : [`  [*] --> ${idOf(initial)}`]),
    ...[...arrows].map(([arrow, events]) => `  ${arrow}: ${[...new Set(events)].join(', ')}`),
    ...states.filter((state) => !own.some(({ from }) => from === state)).map((state) => `  ${idOf(state)} --> [*]`),
  ]
}
