import { wrongReference } from '../mutant.ts'

/** Tells whoever is on call of every failed try, not of the job that is dead. */
export const alertStorm = wrongReference(
  { name: 'alert-storm', declares: 'BS043', source: 'getsentry/sentry-ruby#781' },
  { isAlarming: () => true },
)
