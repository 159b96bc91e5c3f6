import type { Parts as MachineParts } from '#machines'
import { standardParts } from '#machines'
import { type Parts, referenceParts } from '../../reference/parts.ts'

type Post = MachineParts['post']

/** What a charge that a webhook told of first is called until it is booked. */
const mark = ' by webhook'

/**
 * The reference with a second way by which payments come in: one that a webhook tells of before any answer did is booked by
 * older code.
 * @param booked what that code does besides, once the money is posted
 */
export const withLegacyPath = (booked: Post): Partial<Parts> => ({
  translateEvent: (event, now) =>
    referenceParts
      .translateEvent(event, now)
      .map((fact) => (fact.kind === 'payment succeeded' ? { ...fact, charge: `${fact.charge}${mark}` } : fact)),
  machines: {
    ...standardParts,
    post(fold, code, scene, receivable) {
      const { attempt } = scene
      const isLegacy = attempt?.charge?.endsWith(mark) === true
      if (isLegacy) attempt.charge = attempt.charge!.slice(0, -mark.length)
      standardParts.post(fold, code, scene, receivable)
      if (isLegacy && code === 'cash') booked(fold, code, scene, receivable)
    },
  },
})
