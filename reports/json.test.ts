import { expect, it } from 'vitest'
import { foundWith, outcomeWith } from './found.fixture.ts'
import { runJson } from './json.ts'

const json = JSON.parse(
  JSON.stringify(runJson(outcomeWith(), { version: '0.1.0', durationMs: 12, caseFiles: new Map([[foundWith().id, 'x.case.json']]) })),
)

it('has every member of the contract', () =>
  expect(Object.keys(json)).toEqual(
    expect.arrayContaining([
      'schema',
      'version',
      'verdict',
      'system',
      'level',
      'clock',
      'scenarios',
      'seeds',
      'runs',
      'events',
      'faults',
      'checked',
      'notChecked',
      'coverage',
      'kpis',
      'known',
      'fixed',
      'failures',
      'digest',
      'durationMs',
    ]),
  ))

it('tells a failure with its case, proof and timeline', () => {
  expect(json.failures).toHaveLength(1)
  expect(json.failures[0]).toMatchObject({
    id: foundWith().id,
    invariant: 'BS002',
    clause: 'twice',
    caseFile: 'x.case.json',
    elements: 2,
    shrunkFrom: 312,
    repeats: { same: 3, of: 3 },
  })
  expect(
    json.failures[0].timeline
      .filter(({ mark }: { mark: string }) => mark !== ' ')
      .map(({ step, mark }: { step: number; mark: string }) => [step, mark]),
  ).toEqual([
    [45, '▲'],
    [46, '✗'],
  ])
})

it('lists what is vacuous, and what could not apply with its reason', () => {
  expect(json.coverage).toMatchObject({ vacuous: ['BS001'], neverStruck: ['lost'], metamorphic: { compared: 1_200, skipped: 34 } })
  expect(json.notApplicable[0]).toEqual({ code: 'BS003', because: 'it has no provider' })
})
