import type { charts, EventOf } from '#machines'
import { days } from '#machines'
import { signUp } from '../arrivals.ts'
import type { ChartDriver } from './walk.ts'

/** Whoever pauses gets back what is not used, and that is nothing where all of it went back before. */
export const creditNote: ChartDriver<EventOf<(typeof charts)['credit note']>> = {
  begins({ tale }) {
    signUp(tale)
    tale.wait(days(3))
  },
  events: {
    booked({ tale }, { guard }) {
      if (guard !== undefined) {
        tale.ask({ do: 'refund' })
        tale.wait(days(1))
      }
      tale.ask({ do: 'pause' })
    },
  },
}
