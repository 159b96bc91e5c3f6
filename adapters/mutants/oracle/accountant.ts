import { later, seconds } from '#machines'
import { inPlaceOf, wrongJudge } from '../mutant.ts'

/** The accountant forgets that a credit note takes time back at once: by its books whoever pauses has what they paid for to the period's last second. */
export const oracleAccountant = wrongJudge(
  { name: 'accountant', declares: 'BS111' },
  inPlaceOf('BS111', (accountant) => ({
    ...accountant,
    violations: ({ at, now, policy, authority, truth, view, before, cause, overdue }) => {
      const { customers, subscriptions, invoices, attempts, access, ledger } = view
      const credits = (view.credits ?? []).map((note) => (note.level === undefined ? { ...note, from: later(note.to, seconds(-1)) } : note))
      const read = { customers, subscriptions, invoices, attempts, access, ledger, credits }
      return accountant.violations({ at, now, policy, authority, truth, view: read, before, cause, overdue })
    },
  })),
)
