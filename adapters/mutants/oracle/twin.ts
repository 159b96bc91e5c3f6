import { standardTwinParts } from '#simulator'
import { wrongTwin } from '../mutant.ts'

/** The provider counts each period from the one before and not from the anchor: whoever copies it copies the error. */
export const oracleTwin = wrongTwin(
  { name: 'twin', declares: 'BS112' },
  {
    calendar: {
      boundary(anchor, every, index) {
        let at = anchor
        for (let period = 0; period < index; period++) at = standardTwinParts.calendar.boundary(at, every, 1)
        return at
      },
    },
  },
)
