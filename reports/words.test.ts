import { days, minor, utc } from '#machines'
import { describe, expect, it } from 'vitest'
import { choiceInWords, commandInWords, moment, wrapped } from './words.ts'

it('names a moment by day and second', () => expect(moment(utc('2024-02-29T09:05:01Z'))).toBe('29 Feb 09:05:01'))

it.each([
  [{ do: 'subscribe', plan: 'pro', quantity: 2, method: 'card', trial: days(14) }, 'subscribes to pro × 2, card, 14 days of trial'],
  [{ do: 'change plan', plan: 'team' }, 'changes to team'],
  [{ do: 'cancel', when: 'period end' }, 'cancels at the period end'],
  [{ do: 'update method', method: 'card expired' }, 'gives another card expired'],
  [{ do: 'pay debt' }, 'pays what was given up'],
  [{ do: 'mark paid' }, 'has paid the open invoice at the bank'],
  [{ do: 'refund', amount: minor(5) }, 'gets part of the payment back'],
] as const)('%j: %s', (command, words) => expect(commandInWords(command)).toBe(words))

it.each([
  ['ada/invoice.paid in_ada_1/delivery 1/redeliver', '1 s', 'redeliver (1 s) of invoice.paid in_ada_1'],
  [
    'ada/invoice.paid in_ada_1/delivery 2/before write account/crash',
    '2 min',
    'crash (2 min) at delivery 2, before write account of invoice.paid in_ada_1',
  ],
  [
    'ada/renewal 2024-02-29/attempt 1/outcome',
    'declined:insufficient_funds',
    'declined insufficient funds at attempt 1 of renewal 2024-02-29',
  ],
  ['ada/pm_ada_1/40 days on/dashboard detach', 'takes the card off', 'somebody at the dashboard takes the card off: pm_ada_1, 40 days on'],
  ['ada/sub_ada_1/12 days on/out of band', 'cancels', 'somebody at the dashboard cancels: sub_ada_1, 12 days on'],
  ['ada/sub 1/signup/attempt 1/poison job', '20 min', 'poison job, mended after 20 min: ada/sub 1/signup/attempt 1'],
  ['web worker/clock skew', '5 s behind', 'clock skew (5 s behind) of the web worker'],
  ['webhooks/sender patience', '2 s', 'sender patience (2 s) of the webhooks'],
  ['ada/invoice.paid in_ada_1/tie', true, 'tie of invoice.paid in_ada_1'],
  [
    'ada/invoice.paid in_ada_1/delivery 1/before write account/hold',
    'until another passes',
    'hold (until another passes) at before write account of invoice.paid in_ada_1',
  ],
  ['job work/2024-02-29T00:00:00Z/job twice', 'at once', 'job twice (at once) of job work'],
] as const)('%s is told as words', (name, value, words) => expect(choiceInWords(name, value)).toBe(words))

describe('wrapping', () => {
  it('indents what goes on, and ends with a mark when there is too much', () => {
    expect(wrapped(' a  ', 'one two three', 10, 5)).toEqual([' a  one', '    two', '    three'])
    expect(wrapped('', 'one two three four', 8, 2).at(-1)).toMatch(/ …$/)
  })
})
