import { compiled } from './compiled.ts'
import type { Contender } from './contender.ts'
import { byHand } from './hand.ts'
import { byActor, byReusedScope, byTransition } from './xstate.ts'

/** All that compete inside this process, ours first. */
export const contenders: readonly Contender[] = [compiled, byHand, byTransition, byReusedScope, byActor]
