import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minor } from './domain/money.ts'
import { fairly } from './settling.ts'

const amounts = fc.integer({ min: 0, max: 1_000_000 })

describe('money that comes', () => {
  it('pays for no more than is due, and all that is due when there is enough', () => {
    fc.assert(
      fc.property(amounts, amounts, (came, due) => {
        const pays = fairly.paysOf(minor(came), minor(due))
        expect(pays).toBe(came < due ? came : due)
        expect(came - pays).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('comes to the same in any parts and order', () => {
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 6 }), amounts, (parts, due) => {
        const settle = (all: readonly number[]): readonly [number, number] => {
          let [left, over] = [due, 0]
          for (const came of all) {
            const pays = fairly.paysOf(minor(came), minor(left))
            left -= pays
            over += came - pays
          }
          return [left, over]
        }
        const sum = parts.reduce((total, part) => total + part, 0)
        expect(settle(parts)).toEqual(settle([sum]))
        expect(settle(parts.toReversed())).toEqual(settle(parts))
      }),
    )
  })
})

describe('a balance and a total', () => {
  const balances = fc.integer({ min: -500, max: 1_000_000 })
  const leasts = fc.integer({ min: 0, max: 700 })

  it('leave nothing due, or as much as can be charged', () => {
    fc.assert(
      fc.property(amounts, balances, leasts, (total, balance, least) => {
        const due = total - fairly.fromBalance(minor(total), minor(balance), minor(least))
        expect(due === 0 || due >= least).toBe(true)
        expect(due).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('lose nothing: what is due and what the balance gave make the total, and it goes below nothing by less than a least charge', () => {
    fc.assert(
      fc.property(amounts, balances, leasts, (total, balance, least) => {
        const taken = fairly.fromBalance(minor(total), minor(balance), minor(least))
        const left = balance - taken
        if (balance >= 0) expect(taken).toBeGreaterThanOrEqual(0)
        expect(left).toBeGreaterThan(Math.min(balance, 0) - Math.max(least, 1))
        // There is credit left only where nothing is due.
        if (left > 0) expect(taken).toBe(total)
      }),
    )
  })

  it('come to the same over many invoices as over their sum, but for what is still too little', () => {
    fc.assert(
      fc.property(fc.array(amounts, { minLength: 1, maxLength: 8 }), leasts, (totals, least) => {
        let [balance, paid] = [0, 0]
        for (const total of totals) {
          const taken = fairly.fromBalance(minor(total), minor(balance), minor(least))
          balance -= taken
          paid += total - taken
        }
        expect(paid - balance).toBe(totals.reduce((sum, total) => sum + total, 0))
        expect(balance).toBeLessThanOrEqual(0)
        expect(-balance).toBeLessThan(Math.max(least, 1))
      }),
    )
  })
})

it('gives credit back before money, and all that is asked for', () => {
  fc.assert(
    fc.property(amounts, amounts, fc.double({ min: 0, max: 1, noNaN: true }), (credit, money, share) => {
      const amount = Math.floor((credit + money) * share)
      const asCredit = fairly.backAsCredit(minor(amount), minor(credit), minor(money))
      expect(asCredit).toBe(amount < credit ? amount : credit)
      expect(amount - asCredit).toBeLessThanOrEqual(money)
    }),
  )
})
