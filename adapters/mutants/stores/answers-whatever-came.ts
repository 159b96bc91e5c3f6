import type { CommitAnswer } from '#simulator'
import { referenceParts } from '../../reference/parts.ts'
import { wrongReference } from '../mutant.ts'

/** Cancels, and does not look at what the store says to that: whoever came at a bad moment was told that it is over, and pays on. */
export const answersWhateverCame = wrongReference(
  { name: 'answers-whatever-came', declares: 'BS108' },
  {
    *command(shop, input, asked) {
      const burst = referenceParts.command(shop, input, asked)
      let step = burst.next()
      while (step.done !== true) {
        const isWritten = asked.do === 'cancel' && step.value.kind === 'call' && step.value.label === 'write command'
        const answer: unknown = yield step.value
        if (isWritten && (answer as CommitAnswer).kind !== 'committed') return { kind: 'accepted' }
        step = burst.next(answer)
      }
      return step.value
    },
  },
)
