import type { Write } from '#simulator'
import { wrongReference } from '../mutant.ts'

const nothingBut = (write: Write) =>
  function* () {
    return [write]
  }

/** Catches what goes wrong with a job and goes on as if it were done: nothing is tried again, and nobody sees it. */
export const failureVanishes = wrongReference(
  { name: 'failure-vanishes', declares: 'BS041', source: 'coollabsio/coolify#9984' },
  {
    *fail(shop, who, key) {
      const gone: Write = { table: 'outbox', owner: who, key, row: undefined }
      yield* shop.parts.record(shop, who, [], nothingBut(gone), `answer ${key}`)
    },
  },
)
