import { days, minor, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

/** Charges by the second and credits by the day: a day on which somebody pauses is used up, however early it was. */
export const pauseCountsDays = wrongReference(
  { name: 'pause-counts-days', declares: 'BS114', source: 'getlago/lago-api#5522' },
  {
    machines: {
      ...standardParts,
      post(fold, code, scene, due) {
        if (code === 'balance' && scene.operation === 'pause')
          for (const note of fold.account.creditNotes) {
            const left = note.to - note.from
            const amount = minor(Math.floor((note.amount * (left - (left % days(1)))) / left))
            if (note.state === 'written') Object.assign(note, { amount })
          }
        standardParts.post(fold, code, scene, due)
      },
    },
  },
)
