import type { ProviderAnswer, Twin } from '#simulator'
import { choiceKind, parseName } from '#simulator'

/**
 * What the twin never does by itself: keeping a card is declined, a refund comes back from the customer's bank, or is
 * refused. No seed draws these; a directed story has them by the request's own key: `ada/method 1/method refused`. No money
 * moves, and the books say so.
 * @source facts 1.5: a refund may be `failed`, and is refused with `charge_disputed` while a dispute is open ●◐
 */
const refusals: readonly { readonly operation: string; readonly kind: ReturnType<typeof choiceKind>; readonly answer: ProviderAnswer }[] = [
  { operation: 'payment_methods.attach', kind: choiceKind('method refused', [0]), answer: declined('card_declined', 402) },
  { operation: 'refunds.create', kind: choiceKind('refund refused', [0]), answer: declined('charge_disputed', 400) },
  {
    operation: 'refunds.create',
    kind: choiceKind('refund failed', [0]),
    answer: { kind: 'response', status: 200, body: { id: 're_failed', object: 'refund', status: 'failed' } },
  },
]

const operations: ReadonlySet<string> = new Set(refusals.map(({ operation }) => operation))

/** The twin of a directed story. */
export function unwilling(twin: Twin): Twin {
  // A key has one answer, however often it is used.
  const known = new Map<string, ProviderAnswer | undefined>()
  return {
    ...twin,
    handle(request, context) {
      const { key, operation } = request
      if (key === undefined || !operations.has(operation)) return twin.handle(request, context)
      if (!known.has(key)) {
        const name = parseName(key)
        known.set(key, refusals.find((each) => each.operation === operation && context.choices.happens(name, each.kind))?.answer)
      }
      return known.get(key) ?? twin.handle(request, context)
    },
  }
}

function declined(code: string, status: number): ProviderAnswer {
  return { kind: 'response', status, body: { error: { type: status === 402 ? 'card_error' : 'invalid_request_error', code } } }
}
