import { expect, it } from 'vitest'
import { replied } from './replies.ts'

const answered = (status: number) => ({ kind: 'answered', status, headers: {}, body: Buffer.alloc(0) }) as const

it.each([
  [answered(204), { kind: 'accepted' }],
  [answered(402), { kind: 'refused', reason: '402' }],
  [answered(500), { kind: 'failed' }],
  [{ kind: 'hung up' } as const, { kind: 'failed' }],
])('a customer who asks again hears of %j as %j', (heard, reply) => expect(replied(heard, true)).toEqual(reply))

it('another one takes a failure for a no', () => {
  expect(replied(answered(500), false)).toEqual({ kind: 'refused', reason: '500' })
  expect(replied({ kind: 'hung up' }, false)).toEqual({ kind: 'refused', reason: '502' })
})
