import { wrongMirror } from './mutant.ts'

/** Answers 200 though the provider could not be read: nobody sends the event again. */
export const acknowledgesFailure = wrongMirror(
  { name: 'acknowledges-failure', declares: 'BS003', source: 'firezone/firezone#9869' },
  { acknowledge: () => 200 },
)
