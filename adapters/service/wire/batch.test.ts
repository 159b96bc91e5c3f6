import { describe, expect, it } from 'vitest'
import { frame, startFrame } from '../postgres/frames.ts'
import { type Batch, createBatches } from './batch.ts'
import { createClientReader } from './client-frames.ts'
import { bind, execute, parse, sync } from './say.fixture.ts'

/** What a connection makes of bytes that come in pieces of some size. */
function batchesOf(bytes: Buffer, size = bytes.length): { readonly batches: readonly Batch[]; readonly others: readonly string[] } {
  const batches: Batch[] = []
  const others: string[] = []
  const take = createBatches((batch) => batches.push(batch))
  const read = createClientReader((said) => (said.kind === 'frame' ? take(said) : others.push(said.kind)))
  for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size))
  return { batches, others }
}

const start = startFrame({ user: 'ada', database: 'shop' })
const flush = frame('H')
const describing = frame('D', 'S\0')
const encryption = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])
const cancel = Buffer.from([0, 0, 0, 16, 4, 210, 22, 46, 0, 0, 0, 7, 0, 0, 0, 9])

describe('what a client says', () => {
  it('is the same in whatever pieces it comes', () => {
    const bytes = Buffer.concat([start, parse('', 'select $1'), bind('', ['é']), execute(), sync, frame('Q', 'commit\0')])
    const whole = batchesOf(bytes)
    expect(whole.batches.map(({ executes }) => executes)).toEqual([[{ sql: 'select $1', values: ['é'] }], [{ sql: 'commit', values: [] }]])
    for (const size of [1, 3, 7]) expect(batchesOf(bytes, size)).toEqual(whole)
  })

  it('tells a wish for encryption, and one to cancel, from a start', () => {
    expect(batchesOf(Buffer.concat([encryption, start])).others).toEqual(['wants encryption', 'starts'])
    expect(batchesOf(cancel).others).toEqual(['cancels'])
  })

  it('has a prepared statement stand for its SQL, also after others were prepared', () => {
    const bytes = Buffer.concat([
      ...[start, parse('s1', 'select 1 from a where b = $1'), describing, sync],
      ...[parse('s2', 'update a set b = $1'), sync],
      ...[bind('s1', ['7']), execute(), bind('s2', [null]), execute(), sync],
    ])
    expect(batchesOf(bytes).batches.map(({ executes, ends }) => [executes, ends])).toEqual([
      [[], 'ready'],
      [[], 'ready'],
      [
        [
          { sql: 'select 1 from a where b = $1', values: ['7'] },
          { sql: 'update a set b = $1', values: [null] },
        ],
        'ready',
      ],
    ])
  })

  it('executes nothing where it only describes and flushes, as postgres.js does first', () => {
    const bytes = Buffer.concat([start, parse('s', 'select 1'), describing, flush, bind('s', []), execute(), flush])
    expect(batchesOf(bytes).batches.map(({ executes, ends }) => [executes.length, ends])).toEqual([
      [0, 'executed'],
      [1, 'executed'],
    ])
  })

  it('shows what is sent in binary as text where it is, ids as they are written, and the rest in hexadecimal', () => {
    const value = (...bytes: readonly number[]): Buffer => Buffer.from([0, 0, 0, bytes.length, ...bytes])
    const values = [value(255, 1), value(...Buffer.from('sub_1')), value(...Array.from({ length: 16 }, (_, place) => place)), value()]
    const binary = frame('B', '\0s\0', Buffer.from([0, 1, 0, 1, 0, 4]), ...values, Buffer.from([0, 0]))
    const bytes = Buffer.concat([start, parse('s', 'select $1'), binary, execute(), sync])
    expect(batchesOf(bytes).batches[0]?.executes[0]?.values).toEqual(['\\xff01', 'sub_1', '00010203-0405-0607-0809-0a0b0c0d0e0f', '\\x'])
  })

  it('loses the word on who asks, which goes with the batch that follows', () => {
    const note = frame('~', JSON.stringify({ activity: '3', where: 'src/a.ts:7' }))
    const { batches } = batchesOf(Buffer.concat([start, note, frame('Q', 'select 2\0'), frame('Q', 'select 3\0')]))
    expect(batches.map((batch) => batch.note)).toEqual([{ activity: '3', where: 'src/a.ts:7' }, undefined])
    expect(batches[0]?.bytes).toEqual(frame('Q', 'select 2\0'))
  })
})
