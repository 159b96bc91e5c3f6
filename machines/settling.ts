import { minor, type Minor } from './domain/money.ts'

/** How money and an amount that is due meet. Sums only: what follows from them the matrix says. */
export interface Settling {
  /**
   * What the customer's balance takes of a total: what there is, or all of it where the rest would be less than can be charged. A
   * balance below nothing is asked for with the total.
   */
  readonly fromBalance: (total: Minor, balance: Minor, least: Minor) => Minor
  /** Of what goes back of an invoice, what goes back as credit; the rest goes back as money. */
  readonly backAsCredit: (amount: Minor, credit: Minor, money: Minor) => Minor
  /** Of money that came, what pays for what is due. The rest is the customer's. */
  readonly paysOf: (came: Minor, due: Minor) => Minor
}

/** Nobody pays more than is due, nothing that came is lost, and credit goes back before money. */
export const fairly: Settling = {
  fromBalance(total, balance, least) {
    const taken = Math.min(total, balance)
    const rest = total - taken
    return minor(rest > 0 && rest < least ? total : taken)
  },
  backAsCredit: (amount, credit) => minor(Math.min(amount, credit)),
  paysOf: (came, due) => minor(Math.max(0, Math.min(came, due))),
}
