import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hours, later, minor, utc, type Instant } from '#machines'
import { Choices } from '../kernel/choices.ts'
import { anyRequest, type AnyRequest, begun, fittingParams, slipped, type Pick } from './any-request.fixture.ts'
import { cardUpdateChoice } from './card-updates.ts'
import { createCardTwin } from './card-twin.ts'
import { disputeChoice } from './disputes/courses.ts'
import { isRecordId, prefixes } from './ids.ts'
import { outcomeChoice } from './outcomes.ts'
import { routeTable } from './routes.ts'

/** The kind of object that each family of operations is about. */
const kinds = new Map<string, string>(Object.entries(prefixes).map(([prefix, kind]) => [kind.replace(/^radar\./, ''), prefix]))
const prefixOf = (operation: string): string =>
  kinds.get(operation.slice(0, operation.lastIndexOf('.')).replace(/ies$/, 'y').replace(/s$/, '').replace('invoice_item', 'invoiceitem')) ??
  'cus'

/** Asks one thing after the other; time passes, banks do what they like. @returns what was answered, in short */
function asked(requests: readonly AnyRequest[], seed: number): readonly string[] {
  const rates = new Map([outcomeChoice, cardUpdateChoice, disputeChoice].map((kind) => [kind, 200]))
  const choices = new Choices({ kind: 'key', key: [seed, 1], rates })
  const served = {
    secretOf: () => 'secret',
    refuses: () => undefined,
    pageOf: (id: string) => `http://localhost/${id}`,
    bankAnswers: () => undefined,
  }
  const twin = createCardTwin({ plans: [{ key: 'pro', price: minor(1_999), interval: 'month' }], currency: 'usd', served })
  const seen = new Set([twin.priceOf('pro')])
  const note = (value: unknown): void => {
    if (typeof value === 'string') {
      if (isRecordId(value)) seen.add(value)
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(note)
  }
  const newest = (prefix: string, about: Pick): string => {
    const all = [...seen].filter((id) => id.startsWith(`${prefix}_`))
    return all.at(-1 - (about % Math.min(4, all.length))) ?? `${prefix}_ada_1`
  }
  let now: Instant = utc('2027-01-31')
  return requests.map(({ operation, which, about, slips, key, version, afterHours }) => {
    now = later(now, hours(afterHours))
    for (let due = twin.due(); due !== undefined && due.at <= now; due = twin.due()) twin.fire(due.owner, { now: due.at, choices })
    const fits = fittingParams(operation, (prefix) => newest(prefix, about), which)
    const params = slips.reduce((tree, slip) => slipped(operation, tree, slip), fits)
    const answer = twin.handle({ operation, params, id: newest(prefixOf(operation), about), key, version }, { now, choices })
    if (answer.kind !== 'response') throw new Error(`${operation} was answered by ${answer.kind}`)
    note(answer.body)
    for (const event of twin.takeEvents()) {
      note(event.object)
      JSON.stringify(twin.render(event, '2024-06-20'))
    }
    JSON.stringify(answer.body)
    return `${operation} ${answer.status}`
  })
}

it('whatever it is asked, in whatever order, the twin answers; what is wrong with a request is the request’s fault', () => {
  const succeeded = new Set<string>()
  fc.assert(
    fc.property(fc.array(anyRequest, { maxLength: 80, size: 'max' }), fc.nat({ max: 999 }), (requests, seed) => {
      for (const each of asked([...begun, ...requests], seed)) {
        const [operation = '', status] = each.split(' ')
        expect(['200', '400', '402', '404']).toContain(status)
        if (status === '200') succeeded.add(operation)
      }
    }),
    { numRuns: 150 },
  )
  // It is no test of refusals alone.
  expect(succeeded.size).toBeGreaterThan(routeTable.length * 0.7)
})
