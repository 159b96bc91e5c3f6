import type { ProviderEvent } from '#simulator'
import { referenceParts } from '../../reference/parts.ts'
import { wrongReference } from '../mutant.ts'

interface Failed {
  readonly last_payment_error: { readonly payment_method?: { readonly type: string } } | null
}

const isOfDebit = ({ type, object }: ProviderEvent): boolean =>
  type === 'payment_intent.payment_failed' && (object as unknown as Failed).last_payment_error?.payment_method?.type === 'us_bank_account'

/** Expects refusals with the answer alone, as cards have them: what a bank says days later of an order is passed over, and access stays. */
export const deafToFailedDebits = wrongReference(
  { name: 'deaf-to-failed-debits', declares: 'BS026' },
  { translateEvent: (event, now) => (isOfDebit(event) ? [] : referenceParts.translateEvent(event, now)) },
)
