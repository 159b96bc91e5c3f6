import type { Start, View, Who } from '#machines'

/** Where a customer stands by what can be seen from outside alone; more than one where it cannot be told. */
export function shownStart(view: View, who: Who): readonly Start[] {
  const row = view.subscriptions?.findLast((each) => each.who === who)
  if (row === undefined) return ['none']
  const count = view.subscriptions?.filter((each) => each.who === who).length ?? 0
  const access = view.access?.find((each) => each.who === who)
  const { status } = row
  switch (status) {
    case 'incomplete expired':
      return [count === 1 ? 'none' : 'canceled']
    case 'active': {
      if (access?.because === 'renewing') return ['renewing']
      const runs = row.cancelAtPeriodEnd === true ? 'active, cancel scheduled' : 'active'
      // By policy nothing may be used while a bank has the order for what renews it.
      const isOrdered = access === undefined && view.attempts?.some((each) => each.who === who && each.status === 'processing') === true
      return isOrdered ? [runs, 'renewing'] : [runs]
    }
    case 'past due':
      return [access === undefined ? 'past due, without grace' : 'past due, in grace']
    case 'incomplete':
    case 'trialing':
    case 'unpaid':
    case 'paused':
    case 'canceled':
      return [status]
    default:
      throw new RangeError(`no such status: ${JSON.stringify(status satisfies never)}`)
  }
}
