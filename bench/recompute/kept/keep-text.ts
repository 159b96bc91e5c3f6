import { counted, grouped, inWords } from '#machines'
import { figure } from '../../report.ts'
import { type StateLine, stateFields } from '../state-line.ts'
import type { Changed } from './fold-touched.ts'
import type { KeepReport } from './keep.ts'

const did: Readonly<Record<KeepReport['did'], string>> = {
  made: 'made',
  appended: 'appended to',
  compacted: 'made anew, since what was appended to it was a fifth of it',
  nothing: 'as it was',
}

/** What facts changed in a state, for people. @param facts and state: the files, as the caller calls them */
export function keepText(report: KeepReport, facts: string, state: string): string {
  const { touched, fresh, repeated, changed, newAccounts, first, digest, accounts, bytes, ms } = report
  return [
    `${facts}: ${counted(touched, 'account')}, ${counted(fresh, 'new fact')}, ${grouped(repeated)} known or told twice`,
    ...(report.did === 'made' ? [] : changes(changed, newAccounts, first)),
    `${state}: ${did[report.did]}; ${counted(report.facts, 'fact')} of ${counted(accounts, 'account')}, ${(bytes / 1e6).toFixed(1)} MB`,
    `digest ${digest}`,
    `index ${figure(ms.index)} ms, read ${figure(ms.read)} ms, fold ${figure(ms.fold)} ms, write ${figure(ms.write)} ms`,
  ].join('\n')
}

function changes(changed: number, newAccounts: number, first: readonly Changed[]): readonly string[] {
  if (changed === 0) return ['no account comes to something else']
  const isNew = newAccounts === 0 ? '' : `, ${grouped(newAccounts)} of them new`
  const rest = changed - first.length
  return [
    `${counted(changed, 'account')} ${changed === 1 ? 'comes' : 'come'} to something else${isNew}`,
    ...first.map(changeText),
    ...(rest > 0 ? [`  … and ${grouped(rest)} more`] : []),
  ]
}

/** `a1f: status active → past due, due 0.00 → 19.99 usd` */
function changeText({ before, after }: Changed): string {
  const said = stateFields.flatMap((field) => {
    if (before === undefined) return field === 'currency' ? [] : [`${words[field]} ${valueOf(after, field)}`]
    return before[field] === after[field] ? [] : [`${words[field]} ${valueOf(before, field)} → ${valueOf(after, field)}`]
  })
  return `  ${after.account}${before === undefined ? ', new' : ''}: ${said.join(', ')}`
}

const words: Readonly<Record<(typeof stateFields)[number], string>> = {
  status: 'status',
  plan: 'plan',
  quantity: 'quantity',
  paidThrough: 'paid until',
  paid: 'paid',
  due: 'due',
  currency: 'currency',
}

function valueOf(line: StateLine, field: (typeof stateFields)[number]): string {
  switch (field) {
    case 'paid':
    case 'due':
      return `${inWords(line[field], line.currency)} ${line.currency}`
    case 'paidThrough':
      return line.paidThrough === null ? 'never' : new Date(line.paidThrough).toISOString()
    case 'plan':
      return line.plan === '' ? 'none' : line.plan
    case 'status':
    case 'quantity':
    case 'currency':
      return String(line[field])
    default:
      return field satisfies never
  }
}
