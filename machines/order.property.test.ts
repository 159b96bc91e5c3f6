import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Effect } from './domain/effect.ts'
import { decided, type Fact, methodAttached, paymentFailed, paymentNotTaken, paymentRead, paymentSucceeded } from './domain/fact.ts'
import type { Instant } from './domain/instant.ts'
import { play } from './golden/play.ts'
import { plays, policies } from './golden/plays.fixture.ts'
import { inOrder, type Ordered } from './order.ts'

describe('the order of facts', () => {
  it('is the same for a list that goes on from an earlier one, whichever facts come late or again', () => {
    fc.assert(
      fc.property(plays, policies, fc.infiniteStream(fc.nat()), (life, policy, picks) => {
        const heard: Fact[] = []
        const isDelayed = picks.next().value % 2 === 0
        for (const fact of play(life, policy).facts.toSorted((a, b) => a.recordedAt - b.recordedAt)) {
          // Most come as they happened; some of some lives much later, or twice.
          const place = isDelayed && picks.next().value % 5 === 0 ? picks.next().value % (heard.length + 1) : heard.length
          heard.splice(place, 0, fact)
          if (picks.next().value % 30 === 0) heard.push({ ...fact })
        }
        let before: Ordered | undefined
        for (let count = 1; count <= heard.length; count += 1 + (picks.next().value % 3)) {
          const known = heard.slice(0, count)
          const goneOn = inOrder(known, before)
          expect(goneOn.placed).toEqual(inOrder(known).placed)
          // Two may go on from one list.
          if (before !== undefined && picks.next().value % 5 === 0) expect(inOrder(known, before).placed).toEqual(goneOn.placed)
          if (picks.next().value % 5 !== 0) before = goneOn
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is the same however decisions and answers about two attempts come', () => {
    const instant = fc.integer({ min: 1, max: 6 }) as fc.Arbitrary<unknown> as fc.Arbitrary<Instant>
    const happening = fc.record({
      is: fc.nat(8),
      attempt: fc.constantFrom('ada/sub/1', 'ada/sub/2'),
      at: instant,
      knownAt: instant,
      turn: fc.nat(4),
    })
    fc.assert(
      fc.property(fc.array(happening, { minLength: 2, maxLength: 14 }), fc.infiniteStream(fc.nat()), (happenings, picks) => {
        const facts = happenings.map((each, place) => factOf(each, place))
        let before: Ordered | undefined
        for (let count = 1; count <= facts.length; count++) {
          const known = facts.slice(0, count)
          const goneOn = inOrder(known, before)
          expect(goneOn.placed).toEqual(inOrder(known).placed)
          if (picks.next().value % 4 !== 0) before = goneOn
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

interface Happening {
  readonly is: number
  readonly attempt: string
  readonly at: Instant
  readonly knownAt: Instant
  readonly turn: number
}

function factOf({ is, attempt, at, knownAt, turn }: Happening, place: number): Fact {
  const [who, when] = ['ada', { at, recordedAt: knownAt }]
  const decides = (effect: Record<string, unknown>): Fact => ({
    ...decided({ who, key: `${attempt}/${place}`, turn, ...effect } as unknown as Effect, at),
    recordedAt: knownAt,
  })
  const found = { payment: 'pi_1', charge: 'ch_1' }
  switch (is) {
    case 0:
      return decides({ kind: 'start attempt', attempt, send: 1, method: 'pm_1' })
    case 1:
      return decides({ kind: 'start attempt', attempt, send: 2, method: 'pm_1' })
    case 2:
      return decides({ kind: 'cancel payment', attempt })
    case 3:
      return decides({ kind: 'send notice', cause: `${attempt} confirmation` })
    case 4:
      return paymentSucceeded(attempt, found, when)
    case 5:
      return paymentFailed(attempt, 'soft', when)
    case 6:
      return paymentNotTaken(attempt, `${attempt}/${place}`, when)
    case 7:
      return methodAttached(attempt, 'pm_1', when)
    default:
      return paymentRead(attempt, { status: 'paid', ...found }, { start: at, end: knownAt }, at)
  }
}
