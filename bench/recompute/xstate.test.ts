import { expect, it } from 'vitest'
import { charts, standardParts } from '#machines'
import { compiled, recomputing } from './compiled.ts'
import { Grouping } from './grouped.ts'
import { historiesOf } from './histories.fixture.ts'
import { recount } from './job.ts'
import { byActor, byReusedScope, byTransition } from './xstate.ts'

const { header, lines } = await historiesOf(60)
const grouping = new Grouping()
lines.forEach((line, index) => grouping.add(line, index + 1))
const accounts = [...grouping.accounts]
const ours = recount(accounts, header, compiled)

it.each([byTransition, byReusedScope, byActor])('$name comes to what the compiled tables come to', (contender) => {
  expect(accounts.length).toBeGreaterThan(100)
  expect(recount(accounts, header, contender).digest).toEqual(ours.digest)
  // Nothing is left of a first time that would change the second.
  expect(recount(accounts, header, contender).digest).toEqual(ours.digest)
})

it('whoever takes another branch somewhere comes to something else', () => {
  const { subscription } = standardParts.tables
  let asked = 0
  const forgetful = recomputing('forgetful', {
    ...standardParts,
    branchOf(table, from, event, subject, policy) {
      const branch = standardParts.branchOf(table, from, event, subject, policy)
      const isTheirs = (table as object) === subscription && event === 'payment missed'
      if (isTheirs) asked++
      return isTheirs ? undefined : branch
    },
  })
  expect(recount(accounts, header, forgetful).digest).not.toEqual(ours.digest)
  expect(asked).toBeGreaterThan(0)
})

it('each chart that a recompute goes by is one that XState has', () => {
  for (const chart of Object.keys(standardParts.tables)) expect(charts).toHaveProperty([chart])
})
