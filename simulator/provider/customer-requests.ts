import { bookBalance } from './credits/customer-balance.ts'
import { createCustomer, liveCustomer, updateCustomer, type Customer } from './customers.ts'
import { discounted } from './discounts/earlier-discounts.ts'
import type { Params } from './read.ts'
import type { Work } from './work.ts'

/** A customer as a request makes one: with a balance in its ledger, and in earlier versions with a discount. */
export const createByRequest = (work: Work, params: Params, version: string): Customer =>
  discounted(work, params, version, (rest) => {
    const customer = createCustomer(work, rest)
    bookBalance(work, customer, 0)
    return customer
  })

export const updateByRequest = (work: Work, id: string, params: Params, version: string): Customer =>
  discounted(work, params, version, (rest) => {
    const { balance } = liveCustomer(work, id, 'id').object
    const customer = updateCustomer(work, id, rest)
    bookBalance(work, customer, balance)
    return customer
  })
