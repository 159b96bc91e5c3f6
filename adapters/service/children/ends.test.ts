import { describe, expect, it } from 'vitest'
import { saysEnd, saysOutward } from './ends.ts'

describe('what is said', () => {
  it.each([
    [{ kind: 'never started', why: 'no such program' }, 'api could not be started: no such program'],
    [{ kind: 'flooded', bytes: 70_000_000 }, 'api was ended, since it printed 66 MiB'],
    [{ kind: 'ignored SIGTERM', graceMs: 5_000 }, 'api did not end within 5.0 s of SIGTERM, and was killed'],
    [{ kind: 'answered garbage', what: 'Expected HTTP/' }, 'api answered what is not HTTP: Expected HTTP/'],
  ] as const)('of %j', (end, says) => expect(saysEnd('api', end)).toBe(says))

  it('of a child that ended silently', () => {
    const exit = { code: null, signal: 'SIGSEGV', flooded: false, lastWords: '', printedBytes: 0 }
    expect(saysEnd('api', { kind: 'exited', afterMs: 1_240, exit })).toBe(
      'api ended by itself after 1.2 s, by SIGSEGV, and printed nothing',
    )
  })

  it.each([
    [
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'stripe'\n    at find (node:internal)\n  code: 'x'\n}\n\nNode.js v24.1.0",
      "Cannot find package 'stripe'",
    ],
    ['panic: no DATABASE_URL\n\ngoroutine 1 [running]:\nmain.main()\nexit status 2', 'panic: no DATABASE_URL'],
    ['first\nlast', ': last'],
  ])('of a child that printed %j', (lastWords, says) => {
    const exit = { code: 1, signal: null, flooded: false, lastWords, printedBytes: 9 }
    expect(saysEnd('api', { kind: 'exited', afterMs: 10, exit })).toContain(says)
  })

  it('of who tried to get out, and nothing of who did not', () => {
    expect(saysOutward('api', { isSeen: true, names: [], unrouted: 0 })).toBeUndefined()
    expect(saysOutward('api', { isSeen: true, names: ['a.invalid'], unrouted: 1 })).toBe(
      'api tried to get out: it asked for a.invalid, and dialled addresses outside once; nothing but the gates can be reached',
    )
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    expect(saysOutward('api', { isSeen: true, names, unrouted: 0 })).toContain('asked for a, b, c, d, e and 2 more;')
  })
})
