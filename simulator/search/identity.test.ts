import { days } from '#machines'
import { describe, expect, it } from 'vitest'
import { candidateWith, lineOf, violationOf } from './fake-run.fixture.ts'
import { failureId, isFailureId, kindInWords, signatureOf } from './identity.ts'

const subscribe = { do: 'subscribe', plan: 'pro', quantity: 2, method: 'card' } as const
const small = candidateWith([lineOf('ada', 'subscribe', 0, subscribe), lineOf('ada', 'cancel 1', 3, { do: 'cancel', when: 'now' })], {
  'ada/event invoice.paid(renewal 2024-02-29)/delivery 1/redeliver': '1 s',
  'ada/event invoice.paid(renewal 2024-02-29)/delivery 2/before write account/hold': '12 s',
  'ada/renewal 2024-02-29/attempt 1/outcome': 'declined:insufficient_funds',
})

describe('a signature', () => {
  it('names commands in order, and choices by kind, those about one event together', () =>
    expect(signatureOf(small)).toBe('subscribe → cancel {hold before write account + redeliver} {outcome declined}'))

  it('is the same for another name, day, amount, delay and ordinal', () => {
    const other = candidateWith(
      [lineOf('bob', 's', 5, { ...subscribe, plan: 'team', quantity: 1 }), lineOf('bob', 'x', 9, { do: 'cancel', when: 'period end' })],
      {
        'bob/event invoice.paid(signup)/delivery 3/redeliver': '2 h',
        'bob/event invoice.paid(signup)/delivery 4/before write account/hold': '20 min',
        'bob/renewal 2025-01-31/attempt 3/outcome': 'declined:expired_card',
      },
    )
    expect(signatureOf(other)).toBe(signatureOf(small))
    expect(failureId(other, violationOf(other))).toBe(failureId(small, violationOf(small)))
  })

  it('tells two events apart from one', () => {
    const apart = new Map([...small.record].map(([name, value]) => [name.replace('/delivery 2', ' again/delivery 1'), value]))
    expect(signatureOf({ ...small, record: apart })).not.toBe(signatureOf(small))
  })

  it('tells one customer from two', () => {
    const story = small.workload.story.map((line) => (line.id === 'subscribe' ? line : { ...line, who: 'bob' }))
    expect(signatureOf({ ...small, workload: { ...small.workload, story } })).toContain(' | ')
  })

  it('tells a card that fails, and a trial, from a plain signup', () => {
    const signatures = [
      { ...subscribe, method: 'card expired' as const },
      { ...subscribe, method: 'card without funds' as const },
      { ...subscribe, method: 'card needing authentication' as const },
      { ...subscribe, trial: days(7) },
      subscribe,
    ].map((command) => signatureOf(candidateWith([lineOf('ada', 'subscribe', 0, command)], {})))
    expect(signatures).toEqual([
      'subscribe with a card that is declined',
      'subscribe with a card that is declined',
      'subscribe with a card that needs action',
      'subscribe on trial',
      'subscribe',
    ])
  })

  it('does not count repetitions', () => {
    const record = new Map([...small.record, ['ada/renewal 2024-02-29/attempt 2/outcome', 'declined:do_not_honor'] as const])
    expect(signatureOf({ ...small, record })).toBe(signatureOf(small))
  })
})

describe('a failure id', () => {
  it('is short and known by its look', () => {
    const id = failureId(small, violationOf(small))
    expect(isFailureId(id)).toBe(true)
    expect(isFailureId('BS-12')).toBe(false)
  })

  it('differs for another invariant and for other kinds of objects', () => {
    const violation = violationOf(small)
    const witness = { ...violation.witness, subjects: [{ kind: 'charge', id: 'ch_1' }] }
    const ids = [violation, { ...violation, code: 'BS004' }, { ...violation, witness }].map((each) => failureId(small, each))
    expect(new Set(ids).size).toBe(3)
  })
})

it.each([
  ['ada/x/before write account/crash', '20 min', 'crash before write account'],
  ['jobs/renew 2024-02-29/job twice', 'at once', 'job twice'],
  ['ada/x/create payment 2/reset', 'after', 'reset after create payment'],
  ['ada/x/before commit account/bob/invoice.paid in_bob_1/delivery 1/overtakes', true, 'overtakes before commit account'],
  ['ada/x/copies', 3, 'copies'],
  ['ada/x/lost', true, 'lost'],
])('%s is %s: %s', (name, value, words) => expect(kindInWords(name, value as never)).toBe(words))
