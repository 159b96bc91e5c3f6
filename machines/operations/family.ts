import type { Form, Operation } from '../domain/operation.ts'
import type { MatrixCell } from './cell.ts'
import type { Ruling, Start } from './start.ts'

/** An operation as data: what each of the eleven forms does, and from where it may start. */
export interface Row {
  readonly cells: Readonly<Record<Form, MatrixCell>>
  readonly legality: Readonly<Record<Start, Ruling>>
}

/** Operations that are of a kind. */
export type Family<Of extends Operation> = Readonly<Record<Of, Row>>
