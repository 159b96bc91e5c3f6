import type { Form } from '#machines'
import type { ProviderBooks } from '#simulator'
import { differ, type Difference, type Disputed, type Step } from './step.ts'

/** Holds the column against the provider's own books: what the form says of the money must be what became of it. */
export function moneyDiffers(
  { form, attempt, refund, dispute, operation, cause, who, at: now }: Step,
  books: Pick<ProviderBooks, 'charges' | 'refunds' | 'disputes' | 'detachments'>,
): Difference | undefined {
  if (form === undefined) return undefined
  if (dispute !== undefined) return bankDiffers(books.disputes, dispute, operation === 'dispute' ? form : 'Fh')
  if (refund !== undefined && cause === refund.id) {
    // One that was made at the dashboard has the provider's id and knows of none of ours.
    const moved = books.refunds.filter(
      ({ id, owner, metadata, status }) =>
        status === 'succeeded' && (metadata['refund'] === refund.id || `${owner}/refund ${id}` === refund.id),
    )
    const back = moved.reduce((sum, { amount }) => sum + amount, 0)
    return form === 'S' ? differ(`${refund.amount} given back`, `${back} given back`) : undefined
  }
  if (attempt === undefined || cause !== attempt.id) return undefined
  const tries = books.charges.filter(({ metadata }) => metadata['attempt'] === attempt.id)
  const taken = tries.filter(({ outcome }) => outcome === 'succeeded').reduce((sum, { amount }) => sum + amount, 0)
  const answers = new Set(tries.map(({ outcome }) => outcome))
  switch (form) {
    case 'S':
    case 'P':
    case 'L':
      return differ(`${attempt.amount} taken`, `${taken} taken`)
    case 'Fs':
    case 'Fh':
      // Of a method that was taken off no bank is asked.
      if (form === 'Fh' && tries.length === 0 && books.detachments.some(({ owner, at }) => owner === who && at <= now)) return undefined
      return answers.has('declined') ? undefined : { expected: 'the bank said no', found: [...answers].join(', ') || 'it was never asked' }
    case 'A':
      return answers.has('needs action')
        ? undefined
        : { expected: 'the bank asked', found: [...answers].join(', ') || 'it was never asked' }
    case 'E':
      return taken === 0 ? undefined : { expected: 'nothing taken', found: `${taken} taken` }
    case 'PR':
      return answers.has('processing')
        ? undefined
        : { expected: 'a bank took the order', found: [...answers].join(', ') || 'it was never asked' }
    case 'U':
    case 'N':
    case 'X':
      return undefined
    default:
      throw new RangeError(`no such form: ${JSON.stringify(form satisfies never)}`)
  }
}

/** What a bank did with a payment, by the provider's books. */
function bankDiffers(disputes: ProviderBooks['disputes'], { provider, taken }: Disputed, form: Form): Difference | undefined {
  const rows = disputes.filter(({ id }) => id === provider)
  const stood = (...statuses: readonly string[]): boolean => rows.some(({ status }) => statuses.includes(status))
  const isSo = {
    S: taken === 0 || rows.some(({ moved }) => moved === -taken),
    Fh: stood('lost'),
    X: stood('won'),
    A: stood('inquiry', 'inquiry under review'),
    N: rows.length > 0,
  }
  return form in isSo && !isSo[form as keyof typeof isSo]
    ? { expected: `the bank did as ${form} says`, found: rows.map(({ status }) => status).join(', ') || 'no dispute' }
    : undefined
}
