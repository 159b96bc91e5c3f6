import { minor, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

/** Books each refund against the customer's credit, as money that came too late is given back, also where it was revenue. */
export const refundTakesCredit = wrongReference(
  { name: 'refund-takes-credit', declares: 'BS104' },
  {
    machines: {
      ...standardParts,
      post(fold, code, scene, due) {
        standardParts.post(fold, code, scene, due)
        const { refund, invoice } = scene
        if (code !== 'reversal' || refund === undefined || invoice === undefined) return
        const { ledger } = fold.account
        const posted = ledger.findLastIndex(({ id }) => id === `${refund.id}/revenue`)
        ledger[posted] = { ...ledger[posted]!, account: 'credit', amount: minor(-refund.amount) }
      },
    },
  },
)
