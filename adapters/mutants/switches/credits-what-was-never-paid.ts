import { standardLegality, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const rulings = { ...standardLegality['quantity up now'], 'past due, in grace': 'legal' } as const

/** Lets customers add to what they have while the running period is not paid: the invoice credits what is left of it all the same. */
export const creditsWhatWasNeverPaid = wrongReference(
  { name: 'credits-what-was-never-paid', declares: 'BS106', source: 'useautumn/autumn#1948' },
  { machines: { ...standardParts, legality: { ...standardLegality, 'quantity up now': rulings } } },
)
