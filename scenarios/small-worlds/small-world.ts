import { type Duration, type Instant, type Policy, utc } from '#machines'
import type { May, Workload } from '#simulator'
import { numbered, type Timed } from '../scenario.ts'

/** The systems that are held to every run of a small world. */
export type SmallSystem = 'S3' | 'S5' | 'S12' | 'S13'

/** A world so small that every run of it can be made: one customer, a few commands, a few sorts of deviations. */
export interface SmallWorld {
  readonly name: string
  /** Which of the systems of `docs/systems.md` it is about. */
  readonly system: SmallSystem
  readonly about: string
  readonly workloads: readonly Workload[]
  readonly may: readonly May[]
}

const starts: Instant = utc('2024-01-31T12:00:00Z')

/** All stories that take one way at each turn; no lines at all is a way as well. */
export function workloadsOf(
  name: string,
  told: { readonly lasts: Duration; readonly policy: Policy },
  ...turns: readonly (readonly (readonly Timed[])[])[]
): readonly Workload[] {
  let stories: readonly (readonly Timed[])[] = [[]]
  for (const ways of turns) stories = stories.flatMap((story) => ways.map((way) => [...story, ...way]))
  return stories.map((story, index) => ({ scenario: `${name} ${index + 1}`, starts, ...told, story: numbered(story) }))
}

/** What bank, provider, network and workers may do. What comes up wherever something is read or written counts as two. */
export const usual: readonly May[] = [
  { kind: 'outcome', values: ['declined:insufficient_funds', 'declined:expired_card', 'needs action'], costs: 1 },
  { kind: 'redeliver', values: [true], costs: 1 },
  { kind: 'redeliver late', values: ['1 day'], costs: 1 },
  { kind: 'tie', values: [true], costs: 1 },
  { kind: 'late', values: ['2 min', '1 day'], costs: 1 },
  { kind: 'lost', values: [true], costs: 1 },
  { kind: 'timeout before', values: [true], costs: 1 },
  { kind: 'timeout after', values: [true], costs: 1 },
  { kind: 'server error', values: ['executed'], costs: 1 },
  { kind: 'crash', values: ['2 min'], costs: 2 },
  { kind: 'hold', values: ['12 s', 'until another passes'], costs: 2 },
  { kind: 'overtakes', values: [true], costs: 2 },
  { kind: 'commit unknown', values: ['unknown, done', 'unknown, not done'], costs: 2 },
]
