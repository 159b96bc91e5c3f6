import type { Operation } from './domain/operation.ts'
import { byOperation } from './operations/all.ts'
import type { Ruling, Start } from './operations/start.ts'

export type Legality = Readonly<Record<Operation, Readonly<Record<Start, Ruling>>>>

/** Which operation may start where; the rest is refused, with its reason and without a trace. */
export const standardLegality: Legality = byOperation((row) => row.legality)
