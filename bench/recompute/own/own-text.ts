import { type Currency, decimalsOf, grouped, inWords, minor } from '#machines'
import { factsText } from '../facts-text.ts'
import { stateFields } from '../state-line.ts'
import type { OwnReport } from './own.ts'

const rate = (facts: number, ms: number): string => `${grouped(Math.round((facts / ms) * 1_000))} facts/s`
const money = (amount: number, currency: string): string =>
  `${amount > 0 ? '+' : ''}${currency in decimalsOf ? inWords(minor(amount), currency as Currency) : amount} ${currency}`

/** What became of a team's own recompute, for people. */
export function ownText(report: OwnReport): string {
  const { machine, own, file, digest, oursMs, theirsMs, comparison, first, failure } = report
  const head = [
    `${machine.cpu}, ${machine.cores} cores, ${machine.os}, Node ${machine.node}`,
    `${file.path}: ${grouped(file.facts)} facts of ${grouped(file.accounts)} accounts, profile ${file.profile}, digest ${digest}`,
    `  compiled, one core    ${rate(file.facts, oursMs).padStart(22)}   ${grouped(Math.round(oursMs))} ms from file to state`,
  ]
  if (failure !== undefined || comparison === undefined || theirsMs === undefined)
    return [...head, `WRONG ${own}: ${failure?.says ?? 'nothing came'}`].join('\n')
  const { accounts, printed, unknown, differing } = comparison
  const whole = stateFields.filter((name) => printed[name] === accounts)
  const part = stateFields.filter((name) => printed[name] > 0 && printed[name] < accounts)
  const none = stateFields.filter((name) => printed[name] === 0)
  return [
    ...head,
    `  yours                 ${rate(file.facts, theirsMs).padStart(22)}   ${grouped(Math.round(theirsMs))} ms, its start included; × ${(theirsMs / oursMs).toFixed(2)} of ours`,
    `compared: ${whole.length === 0 ? 'no field of all accounts' : whole.join(', ')}`,
    ...part.map((name) => `compared for ${grouped(printed[name])} of ${grouped(accounts)} accounts: ${name}`),
    ...(none.length === 0 ? [] : [`not compared, since not printed: ${none.join(', ')}`]),
    ...(unknown.length === 0 ? [] : [`printed, and no field of a state: ${unknown.join(', ')}`]),
    differing === 0
      ? `EQUAL in all ${grouped(accounts)} accounts`
      : `DIFFERS in ${grouped(differing)} of ${grouped(accounts)} accounts${sums(comparison.money)}`,
    ...first.flatMap(differenceText),
    ...(differing > first.length ? [`… and ${grouped(differing - first.length)} more`] : []),
  ].join('\n')
}

const sums = (all: NonNullable<OwnReport['comparison']>['money']): string =>
  all.map(({ currency, paid, due }) => `; in all paid ${money(paid, currency)}, due ${money(due, currency)}`).join('')

function differenceText({ account, expected, got, fields }: OwnReport['first'][number]): readonly string[] {
  const off = (['paid', 'due'] as const)
    .filter((name) => fields.includes(name))
    .map((name) => `${name} ${money((got[name] as number) - expected[name], expected.currency)}`)
  return [
    '',
    `${expected.account}: ${fields.join(', ')}${off.length === 0 ? '' : `; ${off.join(', ')}`}`,
    ...fields.map((name) => `  ${name.padEnd(12)} expected ${JSON.stringify(expected[name])}, got ${JSON.stringify(got[name])}`),
    ...factsText(account).map((text) => `    ${text}`),
  ]
}
