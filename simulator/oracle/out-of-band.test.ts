import { expect, test } from 'vitest'
import { minor, utc } from '#machines'
import { settledFor } from './cover.ts'
import { accountantAgrees } from './accountant-agrees.ts'
import { historySaysWhatHappened } from './invariants/history-says-what-happened.ts'
import { moneyOnce } from './invariants/money-once.ts'
import { noAccessWithoutCover } from './invariants/no-access-without-cover.ts'
import { capturedEqualsPaid } from './laws/captured-equals-paid.ts'
import { cashEqualsBooks } from './laws/cash-equals-books.ts'
import { settledOnceADay } from './laws/settled-once-a-day.ts'
import { cameByBank, cameByBankAt } from './out-of-band.ts'
import type { CommandTruth, Invariant } from './scene.ts'
import { chargeOf, clausesOf, commandOf, healthyLedger, postingOf, renewalOf, sceneOf, subscribed } from './scene-of.fixture.ts'

const renewal = renewalOf({})
const marked = commandOf({ do: 'mark paid' }, utc('2024-03-01'))

/** The renewal of 29 February was booked as paid at the bank; this is what operators had said. */
const booked = (...said: readonly CommandTruth[]) =>
  sceneOf({
    truth: {
      charges: [chargeOf({})],
      balance: sceneOf().truth.balance.slice(0, 1),
      commands: [subscribed, ...said],
    },
    view: {
      ledger: [
        ...healthyLedger().slice(0, 3),
        postingOf('receivable', -999, renewal.id),
        { ...postingOf('bank', 999, renewal.id), at: utc('2024-03-01') },
      ],
      history: [
        {
          who: 'ada',
          invoice: 'ada/sub 1/signup',
          label: 'paid',
          received: renewal.total,
          returned: sceneOf().view.invoices![0]!.refunded,
        },
        { who: 'ada', invoice: renewal.id, label: 'paid', received: renewal.total, returned: renewal.refunded },
      ],
    },
  })

const judges: readonly (readonly [Invariant, string])[] = [
  [cashEqualsBooks, 'out of band'],
  [capturedEqualsPaid, 'more than taken'],
  [moneyOnce, 'never taken'],
  [settledOnceADay, 'access unsettled'],
  [noAccessWithoutCover, 'paid'],
]

test.each(judges)('%o: what an operator says came by the bank is there, and what nobody said is not', (judge, clause) => {
  expect(clausesOf(judge, booked(marked))).toEqual([])
  expect(clausesOf(judge, booked())).toContain(clause)
})

test('the accountant and the history count it', () => {
  expect(clausesOf(accountantAgrees, booked(marked))).toEqual([])
  expect(clausesOf(historySaysWhatHappened, booked(marked))).toEqual([])
  expect(clausesOf(historySaysWhatHappened, booked())).toEqual(['voided shown as paid'])
  expect(settledFor(booked(marked), renewal)).toBe(999)
  expect(cameByBankAt(booked(marked), renewal)).toBe(utc('2024-03-01'))
})

test('a word that was refused, came before the invoice or after its time explains nothing', () => {
  const { command } = marked
  expect(cameByBank(booked({ ...marked, reply: { kind: 'refused', reason: 'no' } }), renewal)).toBe(0)
  expect(cameByBank(booked(commandOf(command, utc('2024-02-10'))), renewal)).toBe(0)
  expect(cameByBank(booked(commandOf(command, utc('2024-04-10'))), renewal)).toBe(0)
  expect(cameByBank(booked({ ...marked, who: 'bob' }), renewal)).toBe(0)
})

test('a word without an answer may have counted', () => {
  const unanswered = { ...commandOf(marked.command, utc('2024-02-28')), repliedAt: undefined, reply: undefined }
  expect(cameByBank(booked(unanswered), renewal)).toBe(999)
  expect(cameByBankAt(booked(unanswered), renewal)).toBe(utc('2024-02-28'))
  expect(cameByBankAt(booked(), renewal)).toBeUndefined()
})

test('words about parts explain no more than they name, and the last of them says since when all is there', () => {
  const part = (amount: number, at: string) => commandOf({ do: 'mark paid', amount: minor(amount) }, utc(at))
  expect(cameByBank(booked(part(500, '2024-03-01')), renewal)).toBe(500)
  expect(clausesOf(capturedEqualsPaid, booked(part(500, '2024-03-01')))).toEqual(['more than taken'])
  const both = booked(part(500, '2024-03-01'), part(499, '2024-03-03'))
  expect(cameByBank(both, renewal)).toBe(999)
  expect(cameByBankAt(both, renewal)).toBe(utc('2024-03-03'))
})

test('what came beyond what is due is kept for the customer, or it is missed', () => {
  const said = booked(commandOf({ do: 'mark paid', amount: minor(1_500) }, utc('2024-03-01')))
  const ledger = [...said.view.ledger!.slice(0, -1), postingOf('bank', 1_500, renewal.id)]
  const invoices = [said.view.invoices![0]!, renewalOf({ over: minor(501) })]
  expect(clausesOf(capturedEqualsPaid, { ...said, view: { ...said.view, ledger, invoices } })).toEqual([])
  expect(clausesOf(capturedEqualsPaid, { ...said, view: { ...said.view, ledger } })).toEqual(['net'])
})
