import type { Consequence, MatrixCell } from '#machines'

/** What each column of the outcome matrix stands for. */
export const formsInWords = {
  S: 'paid',
  Fs: 'declined, may work later',
  Fh: 'declined for good',
  A: 'waits for the customer',
  U: 'nobody knows',
  PR: 'takes days',
  P: 'paid in part',
  L: 'paid too late',
  X: 'taken back later',
  N: 'told again',
  E: 'our mistake',
} as const

const objects: readonly (readonly [keyof Consequence, string])[] = [
  ['subscription', 'subscription'],
  ['invoice', 'invoice'],
  ['entitlement', 'access'],
  ['ledger', 'ledger'],
  ['retry', 'next'],
  ['notice', 'told'],
]

/** The effects that a cell has, without those that leave things as they are: `subscription renew · invoice paid · told receipt`. */
export function consequenceInWords(does: Consequence): string {
  const said = objects.filter(([key]) => does[key] !== 'keep' && does[key] !== 'none').map(([key, word]) => `${word} ${does[key]}`)
  return said.length === 0 ? 'everything stays as it is' : said.join(' · ')
}

export function cellInWords(cell: MatrixCell): string {
  if ('impossible' in cell) return `impossible: ${cell.impossible}`
  return 'refused' in cell ? `refused: ${cell.refused}` : consequenceInWords(cell)
}
