import { describe, expect, it } from 'vitest'
import { civilCalendar } from '../domain/calendar.ts'
import { isoInstant, utc } from '../domain/instant.ts'
import { minor } from '../domain/money.ts'
import { defaultPolicy } from '../domain/policy.ts'
import { bySeconds } from '../domain/proration.ts'
import { rowsOf, viewOf } from '../view-of.ts'
import { abroadCases } from './abroad-cases.ts'
import { calendarCases, prorationCases } from './arithmetic-cases.ts'
import type { LifeCase } from './lives/life-case.ts'
import { changeLives } from './lives/changes.ts'
import { collectingLives } from './lives/collecting.ts'
import { endingLives } from './lives/endings.ts'
import { signUpLives } from './lives/signups.ts'
import { cancelLives } from './lives/cancels.ts'
import { creditLives } from './lives/credits.ts'
import { pauseLives } from './lives/pauses.ts'
import { stepDownLives } from './lives/steps-down.ts'
import { debtLives } from './lives/debts.ts'
import { operatorLives } from './lives/operators.ts'
import { deletionLives } from './lives/deletions.ts'
import { switchLives } from './lives/switches.ts'
import { trialLives } from './lives/trials.ts'
import { play } from './play.ts'

const short = (text: string): string => text.replace('T00:00:00Z', '')

describe('golden calendars', () => {
  it.each(calendarCases.map((each) => ({ zone: 'UTC' as const, ...each })))(
    '$interval from $anchor in $zone',
    ({ anchor, interval, zone, boundaries }) => {
      expect(boundaries.map((_, n) => short(isoInstant(civilCalendar.boundary(utc(anchor), interval, n, zone))))).toEqual(boundaries)
    },
  )
})

describe('golden prorations', () => {
  it.each(prorationCases)('$name', ({ price, period, span, unit = 1, piece }) => {
    expect(bySeconds.piece(minor(price), utc(span[0]), utc(span[1]), utc(period[0]), utc(period[1]), minor(unit))).toBe(piece)
  })
})

const lives: readonly LifeCase[] = [
  ...signUpLives,
  ...collectingLives,
  ...changeLives,
  ...endingLives,
  ...cancelLives,
  ...trialLives,
  ...creditLives,
  ...pauseLives,
  ...stepDownLives,
  ...switchLives,
  ...deletionLives,
  ...debtLives,
  ...operatorLives,
  ...abroadCases,
]

describe('golden lives', () => {
  it.each(lives)('$name', (life) => {
    const policy = { ...defaultPolicy, ...life.policy }
    const until = utc(life.until)
    const commands = life.commands.map(([at, command]) => ({ at: utc(at), command }))
    const { outcomes, refusedMethods, refundsFail, ends } = life
    const { state, refusals } = play({ commands, outcomes, refusedMethods, refundsFail, until }, policy)
    const view = viewOf([rowsOf(state)], until, policy)
    const subscription = view.subscriptions.at(-1)!
    const access = view.access[0]
    const balance = (account: string): number =>
      view.ledger.filter((row) => row.account === account).reduce((sum, row) => sum + row.amount, 0)
    const seen = {
      status: subscription.status,
      plan: subscription.plan,
      quantity: subscription.quantity,
      periodEnd: short(isoInstant(subscription.periodEnd!)),
      access: access === undefined ? 'none' : `${access.because} until ${short(isoInstant(access.until))}`,
      invoices: Object.fromEntries(
        view.invoices.map((invoice) => [invoice.id.slice('ada/sub 1/'.length), [invoice.status, invoice.total]]),
      ),
      cash: balance('cash'),
      bank: balance('bank'),
      receivable: balance('receivable'),
      credit: balance('credit') + 0,
      balance: balance('balance') + 0,
      refusals,
      notices: view.notices.map((notice) => notice.kind),
      attempts: view.attempts.length,
    }
    const looked = Object.fromEntries(Object.keys(ends).map((key) => [key, seen[key as keyof typeof seen]]))
    expect(looked).toEqual(ends)
  })
})
