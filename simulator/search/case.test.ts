import { days, minor } from '#machines'
import { describe, expect, it } from 'vitest'
import { keyOf } from './candidate.ts'
import { candidateOf, type CaseMaking, caseOf, matchOf } from './case.ts'
import { candidateWith, lineOf, toyRun, violationOf } from './fake-run.fixture.ts'

const making: CaseMaking = {
  made: { billstorm: '0.1.0', kernel: 1, scenario: 'cards@3f9c2e1a', system: 'api 9f31c2a', node: '24.21.0' },
  provider: 'stripe',
  apiVersion: '2026-10-28.endive',
}
const candidate = candidateWith(
  [
    lineOf('ada', 'subscribe', 0, { do: 'subscribe', plan: 'pro', quantity: 2, method: 'card', trial: days(14) }),
    lineOf('ada', 'cancel', 3, { do: 'cancel', when: 'now' }),
    lineOf('ada', 'subscribe again', 4, { do: 'subscribe', plan: 'basic', quantity: 1, method: 'card expired' }),
    lineOf('ada', 'subscribe on a page', 4, { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card', through: 'checkout' }),
    lineOf('cleo', 'subscribe', 4, { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card', through: 'checkout' }),
    lineOf('cleo', 'try', 5, { do: 'subscribe', plan: 'pro', quantity: 1, trial: days(7) }),
    lineOf('dora', 'try', 5, { do: 'subscribe', plan: 'pro', quantity: 1, trial: days(7) }),
    lineOf('bob', 'quantity', 5, { do: 'change quantity', quantity: 4 }),
    lineOf('bob', 'method', 6, { do: 'update method', method: 'card without funds' }),
    lineOf('bob', 'plan', 7, { do: 'change plan', plan: 'team' }),
    lineOf('bob', 'sca', 8, { do: 'authenticate', succeeds: false }),
    lineOf('bob', 'refund', 9, { do: 'refund', amount: minor(100) }),
    lineOf('bob', 'refund rest', 10, { do: 'refund' }),
  ],
  { 'ada/event x/delivery 1/redeliver': '1 s', 'ada/lost': true },
)
const violation = violationOf(candidate)
const file = caseOf(candidate, violation, { semantic: 'a', choices: 'b' }, 7, making)

describe('a case', () => {
  it('holds all that the run was made of, through text and back', () => {
    const back = candidateOf(JSON.parse(JSON.stringify(file)))
    expect(keyOf(back)).toBe(keyOf(candidate))
    expect(back.workload.policy).toEqual(candidate.workload.policy)
    expect(back.workload.scenario).toBe('cards')
  })

  it('keeps currency and zone, and what is charged there', () => {
    const policy = {
      ...candidate.workload.policy,
      currency: 'kwd',
      zone: 'Pacific/Apia',
      chargeUnit: minor(50),
      minimumCharge: minor(100),
      coupons: [{ key: 'half', off: { percent: 50 }, lasts: { months: 3 } }],
    } as const
    const abroad = { ...candidate, workload: { ...candidate.workload, policy } }
    const { world } = caseOf(abroad, violation, { semantic: 'a', choices: 'b' }, 7, making)
    expect(world).toMatchObject({ zone: 'Pacific/Apia', currency: 'kwd', policy: { chargeUnit: 50, minimumCharge: 100 } })
    expect(candidateOf(JSON.parse(JSON.stringify({ ...file, world }))).workload.policy).toEqual(policy)
  })

  it('names who takes part and what broke', () => {
    expect(file.cast[0]).toEqual({ as: 'ada', plan: 'pro', quantity: 2, method: 'card', trial: 'P14D' })
    expect(file.story[0]).toEqual({ id: 'subscribe', who: 'ada', at: 'PT3M', do: 'subscribe' })
    expect(file.broke).toMatchObject({ invariant: 'BS003', clause: 'twice', witness: 'in_ada_1 collected 39.98 of 19.99' })
    expect(file.choices.every(({ essential }) => essential)).toBe(true)
  })

  it('refuses a line that lacks what its command needs, and says which', () => {
    const broken = { ...file, story: [{ id: 'c', who: 'ada', at: 'P0D', do: 'cancel' as const }] }
    expect(() => candidateOf(broken)).toThrow('story line "c" of ada: cancel needs "when"')
    const bare = { ...file, story: [{ id: 'm', who: 'ada', at: 'P0D', do: 'update method' as const, method: 'none' as const }] }
    expect(() => candidateOf(bare)).toThrow('story line "m" of ada: only a trial begins without a method')
  })
})

describe('a replay', () => {
  const replay = (breaks: boolean | string, meets = (_: string): boolean => true): string =>
    matchOf(file, candidate, toyRun(() => breaks, meets)(candidate)).outcome

  it('that fails alike is reproduced', () => expect(replay(true)).toBe('reproduced'))
  it('that fails otherwise is another failure', () => expect(replay('other clause')).toBe('other failure'))
  it('that holds having met every element passes', () => expect(replay(false)).toBe('passes'))
  it('that holds without having met one is stale, and names it', () =>
    expect(
      matchOf(
        file,
        candidate,
        toyRun(
          () => false,
          (name) => name !== 'ada/lost',
        )(candidate),
      ),
    ).toEqual({ outcome: 'stale', missing: ['ada/lost'] }))
})
