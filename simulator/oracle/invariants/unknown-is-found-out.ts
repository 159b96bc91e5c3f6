import { days, type Instant, isoInstant, later } from '#machines'
import type { AttemptRow } from '#machines'
import type { Invariant, Scene } from '../scene.ts'
import { heardWithin } from '../disputes.ts'
import { about, witness } from '../witness.ts'

/** The provider can be asked at any time: whoever asks now and then knows a day later, whatever was lost on the way. */
const knownWithin = days(1)

/** What became of a payment is not unknown for long: who was not told asks, with no person near. */
export const unknownIsFoundOut: Invariant = {
  code: 'BS056',
  name: 'what is unknown is found out',
  when: 'end',
  stance: 'policy',
  rests: 'truth',
  needs: ['attempts'],
  applies: (scene) => old(scene).length,
  violations: (scene) =>
    old(scene)
      .filter((attempt) => attempt.status === 'unknown' || attempt.status === 'started' || isSettled(scene, attempt))
      .map(({ id, who, startedAt, status }) =>
        witness(
          status,
          who,
          [about('attempt', id)],
          `${who}'s ${id} was started at ${isoInstant(startedAt)}; what became of it nobody has asked`,
        ),
      ),
}

/** Its bank has said what became of the order, days ago, and nobody here knows. */
function isSettled({ truth: { charges }, now }: Scene, { status, provider }: AttemptRow): boolean {
  if (status !== 'processing') return false
  const end = charges.find(({ intent, outcome }) => intent === provider && outcome !== 'processing')
  return end !== undefined && later(end.at, heardWithin) < now
}

/** Longer ago than it may take. While the storm lasts workers may be down, so only the end is judged. */
const old = (scene: Scene): readonly AttemptRow[] =>
  (scene.view.attempts ?? []).filter((attempt) => {
    if (!isLongAgo(scene, sentAt(scene, attempt))) return false
    const gaveUpAt = attempt.status === 'unknown' ? endAskedFor(scene, attempt) : undefined
    return gaveUpAt === undefined || isLongAgo(scene, gaveUpAt)
  })

const isLongAgo = ({ now }: Scene, at: Instant): boolean => later(at, knownWithin) < now

/**
 * What was started may be sent much later, or again, where workers died or it was dead until a person had it tried
 * again: from then on it may be unknown.
 */
function sentAt({ truth }: Scene, { id, startedAt }: AttemptRow): Instant {
  let last = startedAt
  for (const { job, asked, came, at } of truth.tries)
    if (at > last && came === 'unclear' && asked === 'payment_intents.create' && (job === id || job.startsWith(`${id}/`))) last = at
  for (const { command, repliedAt, reply } of truth.commands)
    if (command.do === 'replay' && command.job === id && reply?.kind === 'accepted' && repliedAt! > last) last = repliedAt!
  return last
}

/** A payment that the customer was asked about is open, as everybody knows, until somebody first asks the provider to end it. */
function endAskedFor({ truth, view }: Scene, { id, provider }: AttemptRow): Instant | undefined {
  const wasQuestion =
    provider !== undefined && truth.charges.some(({ intent, outcome }) => intent === provider && outcome === 'needs action')
  if (!wasQuestion) return undefined
  return view.trail?.find((line) => line.what === 'decided: cancel payment' && line.id.startsWith(`${id}/`))?.at
}
