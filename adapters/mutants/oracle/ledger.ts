import { minor, standardParts } from '#machines'
import { wrongOracle } from '../mutant.ts'

/** Money that goes back is posted as if it had come in, on both sides: the books tie out by themselves, and only beside the provider's do they err. */
export const oracleLedger = wrongOracle(
  { name: 'ledger', declares: 'BS101' },
  {
    ...standardParts,
    post(fold, code, scene, receivable) {
      const { ledger } = fold.account
      const before = ledger.length
      standardParts.post(fold, code, scene, receivable)
      if (code === 'reversal') for (let i = before; i < ledger.length; i++) ledger[i] = { ...ledger[i]!, amount: minor(-ledger[i]!.amount) }
    },
  },
)
