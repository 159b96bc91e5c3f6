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
  job: 'An entry of the outbox: tried, tried again with growing gaps, dead in plain sight, replayed by a person.',
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
