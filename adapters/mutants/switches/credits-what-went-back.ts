import { standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

/** Credits the whole rest of a period, also where its money was given back. */
export const creditsWhatWentBack = wrongReference(
  { name: 'credits-what-went-back', declares: 'BS111', source: 'antiwork/gumroad#6077' },
  { machines: { ...standardParts, proration: { ...standardParts.proration, credit: (piece) => piece } } },
)
