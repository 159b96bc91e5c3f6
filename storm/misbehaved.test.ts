import { scenarios } from '#scenarios'
import type { SystemEntry } from '#simulator'
import { describe, expect, it } from 'vitest'
import { planted, type Planted } from './planted.fixture.ts'
import { storm } from './storm.ts'
import { systemNamed } from './systems.ts'

const cards = scenarios.filter(({ name }) => name === 'cards')

/** A stranger's system, run right here: what it does neither hangs nor ends the process. */
const strange = (way: Planted, change: Partial<SystemEntry> = {}): SystemEntry => ({
  name: 'planted',
  kind: 'service',
  create: () => planted(way),
  installed: () => true,
  ...change,
})
const stormed = (entry: SystemEntry) => storm({ system: entry, scenarios: cards, seeds: { first: 1, count: 6 } })

describe('a system that misbehaves', () => {
  it('would hold without its bad habit', async () => expect(await stormed(strange('well'))).toMatchObject({ verdict: 'held', runs: 6 }))

  it.each([
    ['throws in boot', 'planted, in boot: threw TypeError: boom'],
    ['rejects in boot', 'planted, in boot: threw TypeError: boom'],
    ['throws in enter', 'planted, in enter: threw TypeError: boom'],
    ['throws in reset', 'planted, in reset: threw TypeError: boom'],
    ['rejects in reset', 'planted, in reset: threw TypeError: boom'],
    ['throws in receive', /planted, in receive of [^:]+\/delivery 1: threw TypeError: boom/],
    ['throws in resume', /planted threw in .+\/delivery 1: TypeError: boom/],
    ['rejects in resume', /planted threw in .+\/delivery 1: TypeError: boom/],
    ['throws in settle', 'planted, in settle: threw TypeError: boom'],
    ['throws in view', 'planted, in view: threw TypeError: boom'],
    ['rejects in view', 'planted, in view: threw TypeError: boom'],
    ['throws in close', 'planted, in close: threw TypeError: boom'],
    ['throws what is no error', 'planted, in view: threw an object'],
    ['names an activity otherwise', /its activity is named ".+\/mine" instead of/],
    ['names two children alike', /planted, in .+: a fork names a second activity ".+\/child"/],
    ['names two landmarks alike', /planted, in .+: the choice ".+\/look 2\/.+" was drawn twice/],
    ['is no activity', /planted, in receive of .+: "activity" is no activity/],
    ['pauses by nothing', /planted, in .+: it paused by undefined/],
    ['pauses by a wink', /it paused by "wink"; a pause is a call, step, sleep, wait, fork or done/],
    [
      'subscribes for another account at the provider',
      /planted asked in .+\/delivery 1 for what the twin lacks: subscriptions\.create: the parameter on_behalf_of exists at the vendor and is not modelled/,
    ],
    ['makes a quote at the provider', /for what the twin lacks: quotes\.create exists at the vendor and is not modelled/],
    ['sleeps until NaN', /it sleeps until NaN, which is no moment/],
    ['calls nobody', /it calls "nobody"/],
    ['calls with a slash', /it calls with a label of "a\/b"/],
    ['asks the provider for nothing', /it asks the provider undefined/],
    ['asks the store for nothing', /it asks the store for what is neither/],
    ['answers no status', /it answers a webhook with "fine", which is no HTTP status/],
    ['answers nothing', /it answers a webhook with undefined/],
    ['shows no view', 'planted, in view: "view" is no view'],
    ['shows null', 'planted, in view: null is no view'],
    ['shows too little', 'its view lacks subscriptions, which its capabilities promise'],
    ['shows rows that are none', /planted, in view: invoices /],
    ['shows NaN', 'planted, in view: invoices.0.total is no whole number of minor units'],
    ['shows half a cent', 'invoices.0.total is no whole number'],
    ['shows text for money', 'invoices.0.total is no whole number'],
    ['shows more than money', 'invoices.0.total is no whole number'],
    ['shows money below zero', 'invoices.0.paid is below zero'],
    ['shows no moment', 'invoices.0.issuedAt is no moment'],
    ['shows no status', /invoices\.0\.status /],
    ['settles for nothing', 'planted, in settle: undefined is not { waitsFor: [...] }'],
  ] as const)('%s: is undecided, by its name and the place', async (way, says) => {
    const { verdict, undecided, failures } = await stormed(strange(way))
    expect(verdict).toBe('undecided')
    expect(failures).toEqual([])
    expect(undecided.at(-1)!.why).toMatch(says)
  })

  it('is undecided when it cannot even be made', async () => {
    const create = () => {
      throw new RangeError('no such table')
    }
    expect(await stormed(strange('well', { create }))).toMatchObject({
      verdict: 'undecided',
      runs: 0,
      seeds: { count: 0 },
      undecided: [{ why: 'planted, in create: threw RangeError: no such table' }],
    })
  })

  it('counts no seed that was not run', async () => {
    expect(await stormed(strange('throws in boot'))).toMatchObject({ runs: 0, seeds: { count: 0 } })
    expect(await stormed(strange('throws in close'))).toMatchObject({ runs: 6, seeds: { count: 6 } })
  })
})

it('one name for two questions in a system of ours is our bug, with the seed that shows it', async () => {
  const ours = strange('names two landmarks alike', { kind: 'mutant' })
  await expect(stormed(ours)).rejects.toThrow('was drawn twice')
  const stack = await stormed(ours).catch((error: Error) => error.stack)
  expect(stack).toMatch(/^in seed \d of cards: AliasedChoice/)
})

it('a system of ours is watched for what it throws as well', async () => {
  const view = () => {
    throw new TypeError('boom')
  }
  const entry = systemNamed('mirror')
  const create = async () => ({ ...(await entry.create()), view })
  expect(await stormed({ ...entry, create })).toMatchObject({ verdict: 'undecided' })
})
