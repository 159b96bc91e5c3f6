import type { Instant } from '#machines'
import type { Copy } from '../mirror/project.ts'
import { copyOf, keep } from '../mirror/refresh.ts'
import { wrongMirror } from './mutant.ts'

type Dated = Copy & { readonly second?: number }
const secondOf = (at: Instant): number => Math.floor(at / 1_000)

/** Keeps the payload of the newest event, newer being a later whole second: of two in one second the first stays. */
export const newerSecondWins = wrongMirror(
  { name: 'newer-second-wins', declares: 'BS003', source: 'stripe/sync-engine#268' },
  {
    *refresh(shop, { table, id }, delivery) {
      if (delivery === undefined) return true
      const second = secondOf(delivery.event.at)
      const before: Dated | undefined = (yield* copyOf(table, id))?.row
      if (before?.second !== undefined && !(before.second < second)) return true
      const copy: Dated = { ...shop.parts.project(table, delivery.event.object), second }
      yield* keep(table, copy, undefined)
      return true
    },
  },
)
