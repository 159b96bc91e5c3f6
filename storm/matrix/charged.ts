import type { ProviderBooks } from '#simulator'
import { differ, type Difference, type Step } from './step.ts'

/** Holds the column against the provider's own books: what the form says of the money must be what became of it. */
export function moneyDiffers(
  { form, attempt, refund, cause }: Step,
  books: Pick<ProviderBooks, 'charges' | 'refunds'>,
): Difference | undefined {
  if (form === undefined) return undefined
  if (refund !== undefined && cause === refund.id) {
    const moved = books.refunds.filter(({ metadata, status }) => metadata['refund'] === refund.id && status === 'succeeded')
    const back = moved.reduce((sum, { amount }) => sum + amount, 0)
    return form === 'S' ? differ(`${refund.amount} given back`, `${back} given back`) : undefined
  }
  if (attempt === undefined || cause !== attempt.id) return undefined
  const tries = books.charges.filter(({ metadata }) => metadata['attempt'] === attempt.id)
  const taken = tries.filter(({ outcome }) => outcome === 'succeeded').reduce((sum, { amount }) => sum + amount, 0)
  const answers = new Set(tries.map(({ outcome }) => outcome))
  switch (form) {
    case 'S':
    case 'L':
      return differ(`${attempt.amount} taken`, `${taken} taken`)
    case 'Fs':
    case 'Fh':
      return answers.has('declined') ? undefined : { expected: 'the bank said no', found: [...answers].join(', ') || 'it was never asked' }
    case 'A':
      return answers.has('needs action')
        ? undefined
        : { expected: 'the bank asked', found: [...answers].join(', ') || 'it was never asked' }
    case 'E':
      return taken === 0 ? undefined : { expected: 'nothing taken', found: `${taken} taken` }
    case 'U':
    case 'N':
    case 'PR':
    case 'P':
    case 'X':
      return undefined
    default:
      throw new RangeError(`no such form: ${JSON.stringify(form satisfies never)}`)
  }
}
