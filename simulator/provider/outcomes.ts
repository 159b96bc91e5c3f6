import type { Method, Who } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import { named } from '../kernel/name.ts'
import { declinesIn, type DeclineCode } from './declines.ts'
import type { Work } from './work.ts'

export type OutcomeOption = `declined:${DeclineCode}` | 'needs action'

/** Attempts come out otherwise in four ways, each as often: the card may work later, nobody knows, it never will, the bank asks. */
const ways: readonly (readonly OutcomeOption[])[] = [
  declinesIn('try later').map((code): OutcomeOption => `declined:${code}`),
  declinesIn('unexplained').map((code): OutcomeOption => `declined:${code}`),
  [...declinesIn('new card'), ...declinesIn('never')].map((code): OutcomeOption => `declined:${code}`),
  ['needs action'],
]

/** What a seed draws from: the four ways in turn, each going round its own codes. */
const drawnFrom: readonly OutcomeOption[] = Array.from({ length: 80 }, (_, index) => {
  const way = ways[index % ways.length]!
  return way[Math.floor(index / ways.length) % way.length]!
})

/** How an attempt may end other than the card's own way, the simplest first. */
export const outcomeOptions: readonly OutcomeOption[] = [...new Set(drawnFrom)]

/** Ends the name `ada/renewal 2024-02-29/attempt 1/outcome`. */
export const outcomeChoice = choiceKind('outcome')

/** What an attempt met at the bank. */
export type BankAnswer =
  | { readonly kind: 'approved' }
  | { readonly kind: 'declined'; readonly code: DeclineCode }
  | { readonly kind: 'asks' }

const approved: BankAnswer = { kind: 'approved' }
const asks: BankAnswer = { kind: 'asks' }

const drawn: ReadonlyMap<OutcomeOption, BankAnswer> = new Map(
  outcomeOptions.map((option) => [
    option,
    option === 'needs action' ? asks : { kind: 'declined', code: option.slice('declined:'.length) as DeclineCode },
  ]),
)

const usual: Readonly<Record<Method, BankAnswer>> = {
  card: approved,
  'card needing authentication': asks,
  'card without funds': { kind: 'declined', code: 'insufficient_funds' },
  'card expired': { kind: 'declined', code: 'expired_card' },
  'bank debit': approved,
  'bank debit without funds': { kind: 'declined', code: 'insufficient_funds' },
}

/** The bank's answer once the customer has proven who they are: what the card itself can do. */
export const afterAuthentication = (method: Method): BankAnswer => (method === 'card needing authentication' ? approved : usual[method])

/** A purpose as part of a name; slashes would cut it. */
export const asPurpose = (words: string): string => (words.includes('/') ? words.replaceAll('/', ' ') : words)

/**
 * Asks the bank. The card answers as it does, unless the choice named by customer, purpose and attempt says otherwise.
 * @param purpose domain identity, `renewal 2024-02-29`; attempts are counted per purpose, so that no name comes up twice
 */
export function askBank(work: Work, owner: Who, purpose: string, method: Method): BankAnswer {
  const ordinal = work.store.nextAttempt(owner, purpose)
  const ordered = work.settings.served?.bankAnswers(owner)
  if (ordered !== undefined) return drawn.get(ordered)!
  if (work.choices.active) {
    const option = work.choices.among(named(owner).of(purpose).of(`attempt ${ordinal}`), outcomeChoice, drawnFrom)
    if (option !== undefined) return drawn.get(option)!
  }
  return usual[method]
}
