import { expect, it } from 'vitest'
import type { View } from '#machines'
import { type InvoiceStep, invoicesIn, invoiceTrace } from '#reports'
import { type Invariant, type RunResult, runSync } from '#simulator'
import { openArena } from './arena.ts'
import { scenariosNamed, systemNamed } from './systems.ts'
import { twinFor } from './world.ts'

/** One seed's run with its records, and what was to be seen at its end. */
async function watched(seed: number): Promise<{ readonly view: View; readonly result: RunResult }> {
  const arena = await openArena(systemNamed('reference'), scenariosNamed([]))
  const { workload, source } = arena.draw({ seed, scenario: undefined })
  let view: View = {}
  const eye: Invariant = {
    ...arena.invariants[0]!,
    when: 'end',
    needs: [],
    applies: (scene) => {
      view = scene.view
      return 0
    },
  }
  const result = runSync({ system: arena.system, workload, source, invariants: [eye], makeTwin: twinFor(workload), keepTrace: true })
  return { view, result }
}

const has = (steps: readonly InvoiceStep[], kind: string, named: string): boolean =>
  steps.some(({ record }) => record.kind === kind && record.about?.includes(named) === true)

it('is complete for every invoice of the reference: from a request or the clock to its payments and notices, no link missing', async () => {
  let [invoices, attempts] = [0, 0]
  for (let seed = 1; seed <= 40; seed++) {
    const { view, result } = await watched(seed)
    expect(result.why).toBeUndefined()
    const known = invoicesIn(result.trace)
    for (const { id } of view.invoices ?? []) {
      const own = (view.attempts ?? []).filter(({ invoice }) => invoice === id)
      // A quote that nobody ever tried to pay was never told to anybody.
      if (own.length === 0) continue
      invoices++
      expect(known).toContain(id)
      const steps = invoiceTrace(result.trace, id)
      const [first] = steps
      expect([seed, id, first?.isRoot]).toEqual([seed, id, true])
      expect(steps.filter(({ isRoot, because }) => !isRoot && because === undefined)).toEqual([])
      for (const attempt of own) {
        attempts++
        expect([seed, attempt.id, has(steps, 'commit', `${attempt.id}/decided`)]).toEqual([seed, attempt.id, true])
        expect([seed, attempt.id, has(steps, 'call', attempt.id)]).toEqual([seed, attempt.id, true])
      }
      for (const { cause } of (view.notices ?? []).filter((notice) => notice.cause.startsWith(`${id}/`)))
        expect([seed, cause, has(steps, 'effect', cause)]).toEqual([seed, cause, true])
    }
  }
  expect([invoices > 100, attempts > 120]).toEqual([true, true])
})
