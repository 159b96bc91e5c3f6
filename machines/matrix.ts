import type { Form, Operation } from './domain/operation.ts'
import { byOperation } from './operations/all.ts'
import { type Consequence, does, type MatrixCell } from './operations/cell.ts'

/** What happens without the outcome of a payment: an operation begins, or time ends something. */
export const passages = [
  'signup paid opens',
  'signup trial opens',
  'first charge opens',
  'renewal opens',
  'upgrade opens',
  'quantity up opens',
  'add-on opens',
  'resume opens',
  'interval switch opens',
  'signup dropped',
  'change dropped',
  'signup on terms opens',
  'renewal on terms opens',
  'terms over',
  'reminder',
  'scheduled cancel takes place',
  'debt ends',
  'loss waits',
] as const
export type Passage = (typeof passages)[number]

export interface Matrix {
  readonly cells: Readonly<Record<Operation, Readonly<Record<Form, MatrixCell>>>>
  readonly passages: Readonly<Record<Passage, Consequence>>
}

/**
 * What every outcome of every operation does, where cycle, proration and retries are ours.
 * A row is an operation, a column one of the eleven forms.
 */
export const standardMatrix: Matrix = {
  cells: byOperation((row) => row.cells),
  passages: {
    'signup paid opens': does('keep', 'quote', 'keep', 'none', 'none', 'none'),
    'signup trial opens': does('keep', 'none', 'keep', 'none', 'none', 'none'),
    'first charge opens': does('keep', 'quote', 'keep', 'none', 'none', 'none'),
    'renewal opens': does('keep', 'open', 'keep', 'receivable', 'none', 'none'),
    'upgrade opens': does('keep', 'quote', 'keep', 'none', 'none', 'none'),
    'quantity up opens': does('keep', 'quote', 'keep', 'none', 'none', 'none'),
    'add-on opens': does('keep', 'quote', 'keep', 'none', 'none', 'none'),
    'resume opens': does('keep', 'quote', 'keep', 'none', 'none', 'none'),
    'interval switch opens': does('keep', 'quote', 'keep', 'none', 'none', 'none'),
    // Service begins with the invoice that is sent for it: what it comes to is owed from then on.
    'signup on terms opens': does('start', 'open', 'until due', 'receivable', 'none', 'invoice'),
    'renewal on terms opens': does('advance', 'open', 'until due', 'receivable', 'none', 'invoice'),
    'terms over': does('past due', 'keep', 'keep', 'none', 'remind', 'reminder'),
    reminder: does('keep', 'keep', 'keep', 'none', 'remind', 'reminder'),
    'signup dropped': does('drop', 'void', 'keep', 'none', 'none', 'none'),
    'change dropped': does('keep', 'void', 'keep', 'none', 'none', 'none'),
    'scheduled cancel takes place': does('cancel', 'none', 'revoke', 'none', 'none', 'none'),
    // A payment on its way comes out first, which may take a bank days; what was lost is not used until then.
    'loss waits': does('keep', 'keep', 'take back', 'none', 'none', 'none'),
    'debt ends': does('cancel', 'write off', 'revoke', 'write off', 'none', 'none'),
  },
}
