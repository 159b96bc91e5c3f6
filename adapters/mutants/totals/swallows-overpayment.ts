import { standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

/** Whatever comes settles the invoice, and the rest of it is nobody's: what was paid beyond what is due disappears. */
export const swallowsOverpayment = wrongReference(
  { name: 'swallows-overpayment', declares: 'BS102', source: 'Paymenter/Paymenter#1280' },
  {
    machines: {
      ...standardParts,
      // All of it is taken as paying: nothing is over.
      settling: { ...standardParts.settling, paysOf: (came) => came },
    },
  },
)
