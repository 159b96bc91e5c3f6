import { describe, expect, it } from 'vitest'
import { type DeadLetterRow, type Job, later, minutes, never, utc } from '#machines'
import type { StoredRow, StoreRequest, Write } from '#simulator'
import { ending } from './ending.ts'
import { failedOnceMore, letterOf } from './letters.ts'
import type { OutboxRow } from './tables.ts'

const at = utc('2024-01-31')
const key = 'ada/method 1'
const row: OutboxRow = {
  effect: { turn: 1, kind: 'attach method', key, who: 'ada', customer: 'cus_ada_1', method: 'card' },
  since: at,
  from: at,
  tries: 0,
  cause: 'ada/subscribe',
}
const mine: StoredRow<OutboxRow> = { key, version: 2, row }

/** Others have had the job since it was claimed: it is dead, and its letter says so. */
const job: Job = { type: 'other', state: 'dead', failed: 4, failedAt: at }
const dead: StoredRow<OutboxRow> = { key, version: 9, row: { ...row, from: never, job } }
const letter = failedOnceMore(letterOf(key, row, 'other'), { at, error: '400' }, job, never)
const told: StoredRow<DeadLetterRow> = { key, version: 4, row: letter }

const back: OutboxRow = { ...row, from: later(at, minutes(5)) }
const now = later(at, minutes(20))

/** The writes of an ending, over these rows of the store. */
function writes(over: Partial<Parameters<typeof ending>[0]>, isFirst: boolean, rows: Readonly<Record<string, StoredRow>> = {}) {
  const burst = ending({ who: 'ada', mine, back: undefined, superseded: [], now: () => now, ...over }, isFirst)
  let step = burst.next()
  while (step.done !== true) {
    const { request } = step.value as unknown as { readonly request: Extract<StoreRequest, { readonly op: 'read' }> }
    step = burst.next(rows[request.table])
  }
  return step.value
}

const gone = (version: number): Write => ({ table: 'outbox', owner: 'ada', key, row: undefined, if: version })
const ends = (state: 'done' | 'resolved'): Write => ({
  table: 'letters',
  owner: 'ada',
  key,
  row: { ...letter, state, nextTry: undefined, deadSince: undefined, endedAt: now },
  if: 4,
})

describe('the end of a try', () => {
  it('is the end of the entry as it was claimed, unless somebody had it since', () => expect(writes({}, true)).toEqual([gone(2)]))

  it('that is good news ends the job whoever has had it since, and its letter says so', () =>
    expect(writes({}, false, { outbox: dead, letters: told })).toEqual([gone(9), ends('done')]))

  it('says nothing of a job that somebody else has ended', () => {
    expect(writes({}, false)).toEqual([])
    expect(writes({ back }, false)).toEqual([])
    expect(writes({ superseded: [dead] }, false)).toEqual([])
  })

  it('puts the entry back only for whoever still has it', () => {
    const puts: Write = { table: 'outbox', owner: 'ada', key, row: back, if: 2 }
    expect(writes({ back }, true)).toEqual([puts])
    expect(writes({ back }, false, { outbox: { ...mine, row: { ...row, tries: 1 } } })).toEqual([puts])
    expect(writes({ back }, false, { outbox: dead, letters: told })).toEqual([])
  })

  it('resolves what it makes pointless, as it was seen or as it has become', () => {
    const seen = { ...mine, version: 1 }
    expect(writes({ superseded: [seen], back }, true).slice(1)).toEqual([gone(1)])
    expect(writes({ superseded: [seen] }, false, { outbox: dead, letters: told }).slice(2)).toEqual([gone(9), ends('resolved')])
  })
})
