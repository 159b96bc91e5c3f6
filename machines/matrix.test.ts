import { describe, expect, it } from 'vitest'
import { forms, operations } from './domain/operation.ts'
import { standardLegality } from './legality.ts'
import { passages, standardMatrix } from './matrix.ts'
import {
  entitlementCodes,
  invoiceCodes,
  ledgerCodes,
  type MatrixCell,
  noticeCodes,
  retryCodes,
  subscriptionCodes,
} from './operations/cell.ts'
import { starts } from './operations/start.ts'

const cells = operations.flatMap((operation) => forms.map((form) => ({ operation, form, cell: standardMatrix.cells[operation][form] })))
const effects = cells.flatMap(({ cell }) => ('impossible' in cell || 'refused' in cell ? [] : [cell]))
const count = (of: (cell: MatrixCell) => boolean): number => cells.filter(({ cell }) => of(cell)).length

describe('the outcome matrix', () => {
  it('has the eleven forms as columns and forty-three operations as rows', () => {
    expect(forms).toEqual(['S', 'Fs', 'Fh', 'A', 'U', 'PR', 'P', 'L', 'X', 'N', 'E'])
    expect(operations.length).toBe(43)
    expect(cells.length).toBe(473)
  })

  it('has as many effects, impossible and refused cells as were counted; a change of a cell needs its golden case', () => {
    expect({
      effects: effects.length,
      impossible: count((cell) => 'impossible' in cell),
      refused: count((cell) => 'refused' in cell),
    }).toEqual({ effects: 197, impossible: 268, refused: 8 })
  })

  it('gives a reason for every cell that has no effect', () => {
    const reasons = cells.map(({ cell }) => ('impossible' in cell ? cell.impossible : 'refused' in cell ? cell.refused : 'an effect'))
    expect(reasons.filter((reason) => reason === '')).toEqual([])
  })

  it('changes nothing at all when the same outcome is told again', () => {
    for (const operation of operations) {
      const cell = standardMatrix.cells[operation].N
      expect(cell).toEqual({ subscription: 'keep', invoice: 'keep', entitlement: 'keep', ledger: 'none', retry: 'none', notice: 'none' })
    }
  })

  it('commits a change only when it is paid', () => {
    const applying = cells.filter(({ cell }) => 'subscription' in cell && cell.subscription === 'apply change')
    expect([...new Set(applying.map(({ form }) => form))]).toEqual(['S'])
  })

  it('takes nothing away and tells nobody anything while an outcome is unknown', () => {
    const unknown = cells.flatMap(({ form, cell }) => (form === 'U' && 'subscription' in cell ? [cell] : []))
    expect(
      unknown.filter(
        (cell) => cell.subscription !== 'keep' || cell.ledger !== 'none' || cell.retry !== 'look up' || cell.notice !== 'none',
      ),
    ).toEqual([])
    expect(unknown.length).toBeGreaterThan(0)
  })

  it('uses every code of every column: none is left that nothing means', () => {
    const all = [...effects, ...passages.map((passage) => standardMatrix.passages[passage])]
    const used = (column: keyof (typeof all)[number]): string[] => [...new Set(all.map((cell) => cell[column]))].sort()
    expect(used('subscription')).toEqual([...subscriptionCodes].sort())
    expect(used('invoice')).toEqual([...invoiceCodes].sort())
    expect(used('entitlement')).toEqual([...entitlementCodes].sort())
    expect(used('ledger')).toEqual([...ledgerCodes].sort())
    expect(used('retry')).toEqual([...retryCodes].sort())
    expect(used('notice')).toEqual([...noticeCodes].sort())
  })
})

describe('the legality table', () => {
  const pairs = operations.flatMap((operation) => starts.map((start) => standardLegality[operation][start]))

  it('rules on every operation from every start, with a reason for each refusal', () => {
    expect(pairs.length).toBe(473)
    for (const ruling of pairs) if (ruling !== 'legal') expect(ruling.refused).not.toBe('')
  })

  it('has as many legal pairs as were counted', () => {
    expect(pairs.filter((ruling) => ruling === 'legal').length).toBe(216)
  })
})
