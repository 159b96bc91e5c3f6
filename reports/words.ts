import type { Command, Duration, Instant } from '#machines'
import { isoInstant } from '#machines'
import { isoDuration, type Value } from '#simulator'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `29 Feb 09:00:00` */
export function moment(at: Instant): string {
  const text = isoInstant(at)
  return `${Number(text.slice(8, 10))} ${months[Number(text.slice(5, 7)) - 1]} ${text.slice(11, 19)}`
}

/** `7 days`; what is no whole number of days as the case file has it. */
const inDays = (span: Duration): string => isoDuration(span).replace(/^P(\d+)D$/, '$1 days')

/** `subscribes to pro × 2 by card` */
export function commandInWords(command: Command): string {
  switch (command.do) {
    case 'subscribe': {
      const trial = command.trial === undefined ? '' : `, ${inDays(command.trial)} of trial`
      const terms = command.terms === undefined ? '' : `, on terms of ${inDays(command.terms)}`
      const page = command.through === undefined ? '' : ', on a page of the provider'
      return `subscribes to ${command.plan}${command.quantity === 1 ? '' : ` × ${command.quantity}`}, ${command.method ?? 'without a method'}${trial}${terms}${page}`
    }
    case 'change plan':
      return `changes to ${command.plan}${command.when === 'now' ? ' at once' : ''}`
    case 'change quantity':
      return `changes to ${command.quantity} of it${command.when === 'now' ? ' at once' : ''}`
    case 'change add-on':
      return `${command.quantity === 0 ? `takes ${command.addOn} off` : `has ${command.quantity} × ${command.addOn} beside it`}${command.when === 'now' ? ' at once' : ''}`
    case 'cancel':
      return command.when === 'now' ? 'cancels now' : 'cancels at the period end'
    case 'delete account':
      return 'deletes the account'
    case 'undo cancel':
      return 'stays after all'
    case 'pause':
      return 'pauses'
    case 'resume':
      return 'resumes'
    case 'extend trial':
      return `gets ${inDays(command.by)} more of trial`
    case 'cut trial':
      return `gets ${inDays(command.by)} less of trial`
    case 'assign seat':
      return `gives ${command.seat} a seat`
    case 'unassign seat':
      return `takes the seat of ${command.seat} back`
    case 'update method':
      return `gives another ${command.method === 'card' ? 'card' : command.method}`
    case 'authenticate':
      return command.succeeds ? 'answers the bank' : "fails the bank's question"
    case 'grant credit':
      return 'is given credit'
    case 'apply coupon':
      return `redeems the coupon ${command.coupon}`
    case 'set place':
      return `is in ${command.place}`
    case 'remove coupon':
      return command.coupon === undefined ? 'loses the coupon' : `loses the coupon ${command.coupon}`
    case 'void invoice':
      return 'has the open invoice taken back'
    case 'write off':
      return 'has the open invoice written off'
    case 'mark paid':
      return command.amount === undefined ? 'has paid the open invoice at the bank' : 'has paid something of the open invoice at the bank'
    case 'pay debt':
      return command.amount === undefined ? 'pays what was given up' : 'pays a part of what was given up'
    case 'refund':
      return command.amount === undefined ? 'gets the payment back' : 'gets part of the payment back'
    case 'recompute':
      return command.apply ? `has ${command.operator} compute the account anew` : `has ${command.operator} look what differs from the facts`
    case 'replay':
      return `has ${command.job} tried again`
    default:
      return command satisfies never
  }
}

const atDashboard: ReadonlySet<string> = new Set(['out of band', 'dashboard refund', 'dashboard detach'])

/** What a choice did: `redeliver (1 s)`. */
export function choiceInShort(name: string, value: Value): string {
  const kind = name.slice(name.lastIndexOf('/') + 1)
  if (atDashboard.has(kind)) return `somebody at the dashboard ${String(value)}`
  if (kind === 'poison job') return `poison job, mended after ${String(value)}`
  return value === true ? kind : kind === 'outcome' ? String(value).replaceAll(/[:_]/g, ' ') : `${kind} (${String(value)})`
}

const worldWide: ReadonlySet<string> = new Set(['sender patience', 'sender gaps', 'clock skew'])

/** What a choice did and where, from its name: `redeliver (1 s) of invoice.paid in_ada_1`. */
export function choiceInWords(name: string, value: Value): string {
  const [first = '', second = '', ...rest] = name.split('/')
  const kind = name.slice(name.lastIndexOf('/') + 1)
  // What holds for the whole run, and what happens at a moment of a subscription's life, stands at no landmark.
  if (atDashboard.has(kind)) return `${choiceInShort(name, value)}: ${second}, ${rest[0] ?? ''}`
  if (kind === 'poison job') return `${choiceInShort(name, value)}: ${name.slice(0, name.lastIndexOf('/'))}`
  if (worldWide.has(kind)) return `${choiceInShort(name, value)} of the ${first}`
  const isShort = rest.length === 0
  const where = rest
    .slice(0, -1)
    .filter((each) => each !== 'delivery 1')
    .join(', ')
  const about = isShort || first.startsWith('job ') ? first : second
  return `${choiceInShort(name, value)} ${where === '' ? 'of' : `at ${where} of`} ${about}`
}

/** Breaks text into lines of a width, the later ones indented to the first's start; no more lines than so many. */
export function wrapped(label: string, text: string, width: number, most: number = Number.POSITIVE_INFINITY): readonly string[] {
  const lines: string[] = []
  let line = label
  const indent = ' '.repeat(label.length)
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > width && line.trim() !== '' && line !== label) {
      lines.push(line)
      line = indent
    }
    line += line === indent || line === label ? word : ` ${word}`
  }
  lines.push(line)
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]!.slice(0, width - 2)} …`]
}
