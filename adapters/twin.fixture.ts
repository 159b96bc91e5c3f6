import type { Policy } from '#machines'
import { createCardTwin, type Twin } from '#simulator'

/** The provider of a system that has a cycle of its own: what the provider would do at the end of collecting counts for nothing there. */
export const twinUnder = (policy: Policy): Twin =>
  createCardTwin({ ...policy, endAction: 'cancel', incompleteExpires: policy.changeExpires })
