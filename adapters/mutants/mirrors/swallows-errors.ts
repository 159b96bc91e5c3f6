import { wrongMirror } from '../mutant.ts'

/** Answers 200 whatever became of an event, since errors are logged; and nobody compares with the provider's list. */
export const swallowsErrors = wrongMirror(
  { name: 'swallows-errors', declares: 'BS007', source: 'buggyblues/shadow#148' },
  { acknowledge: () => 200, differs: () => false },
)
