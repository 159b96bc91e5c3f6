import { wrongReference } from '../mutant.ts'

/** Catches what goes wrong with a job and goes on as if it were done: nothing is tried again, and nobody sees it. */
export const failureVanishes = wrongReference(
  { name: 'failure-vanishes', declares: 'BS041', source: 'coollabsio/coolify#9984' },
  {
    *fail(shop, who, key) {
      yield* shop.parts.record(shop, who, [], [{ table: 'outbox', owner: who, key, row: undefined }], `answer ${key}`)
    },
  },
)
