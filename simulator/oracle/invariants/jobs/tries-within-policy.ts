import { between, type Instant, isoInstant, seconds } from '#machines'
import type { Invariant, JobTry, Scene, Witness } from '../../scene.ts'
import { about, witness } from '../../witness.ts'
import { refusalsByJob, typeOf } from './job-kinds.ts'

/** A job that fails is tried as often as policy says for its type, no sooner than it says, and then not before a person asks. */
export const triesWithinPolicy: Invariant = {
  code: 'BS042',
  name: 'tries within policy',
  when: 'quiet',
  stance: 'policy',
  rests: 'truth',
  needs: ['dead letters'],
  applies: ({ truth }) => truth.refused.length,
  violations(scene) {
    const found: Witness[] = []
    if (scene.truth.refused.length === 0) return found
    for (const [job, refused] of refusalsByJob(scene)) judge(scene, job, refused, found)
    return found
  },
}

function judge(scene: Scene, job: string, refused: readonly JobTry[], found: Witness[]): void {
  const replays = replaysOf(scene, job)
  const type = typeOf(refused[0]!)
  const { gaps } = scene.policy.jobs
  // The first run is a try as well.
  const allowed = gaps[type].length + 1
  let inRow = 0
  let before: JobTry | undefined
  for (const one of refused) {
    // Somebody asked for it once more: it begins anew.
    if (before !== undefined && replays.some(({ from, to }) => from <= one.at && before!.at <= to)) inRow = 0
    const gap = inRow === 0 ? undefined : gaps[type][inRow - 1]
    inRow++
    if (inRow > allowed) {
      const says = `${job} was tried ${inRow} times in a row; policy gives a ${type} job ${allowed}`
      found.push(witness('too many', one.who, [about('job', job)], says))
      return
    }
    // Who works side by side may meet a job that somebody else could not take down.
    if (gap !== undefined && before !== undefined && between(before.at, one.at) < gap && isAlone(scene, job, before, one)) {
      const says = `${job} was tried at ${isoInstant(one.at)}, ${between(before.at, one.at) / seconds(1)} s after it failed; policy waits ${gap / seconds(1)} s`
      found.push(witness('too soon', one.who, [about('job', job)], says))
      return
    }
    before = one
  }
}

const isAlone = ({ truth }: Scene, job: string, from: JobTry, to: JobTry): boolean =>
  !truth.tries.some((one) => one.job === job && one.isDisturbed && one.at >= from.at && one.at <= to.at)

/** When somebody asked for a job once more, and was not refused; until the answer came it may have counted. */
const replaysOf = ({ truth, now }: Scene, job: string): readonly { readonly from: Instant; readonly to: Instant }[] =>
  truth.commands.flatMap(({ command, sentAt, repliedAt, reply }) =>
    command.do === 'replay' && command.job === job && reply?.kind !== 'refused' ? [{ from: sentAt, to: repliedAt ?? now }] : [],
  )
