import { accessIsWhatWasPaid } from './access-is-what-was-paid.ts'
import { oneHandler } from './one-handler.ts'
import { oneRecompute } from './one-recompute.ts'
import { payBeforeCommit } from './pay-before-commit.ts'
import type { SmallWorld } from './small-world.ts'

/** The worlds that are exhausted. */
export const smallWorlds: readonly SmallWorld[] = [payBeforeCommit, accessIsWhatWasPaid, oneRecompute, oneHandler]
