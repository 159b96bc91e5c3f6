import { referenceParts } from '../../reference/parts.ts'
import { wrongReference } from '../mutant.ts'

/** Sets an account up at the provider without a key: when no answer comes it is set up once more, and the first one is nobody's. */
export const makesTheCustomerAgain = wrongReference(
  { name: 'makes-the-customer-again', declares: 'BS011', source: 'payolapayments/payola#208' },
  {
    requestFor(effect, zone) {
      const request = referenceParts.requestFor(effect, zone)
      return request === undefined || effect.kind !== 'create customer' ? request : { ...request, key: undefined }
    },
  },
)
