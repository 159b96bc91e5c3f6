import { standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { taxing } = standardParts

/** Books a refund without the tax in it, which stays owed to the tax office. */
export const keepsTaxOfWhatWentBack = wrongReference(
  { name: 'keeps-tax-of-what-went-back', declares: 'BS132', source: 'opencollective/opencollective#5438' },
  {
    machines: {
      ...standardParts,
      taxing: { ...taxing, left: (tax, _, total) => taxing.left(tax, total, total) },
    },
  },
)
