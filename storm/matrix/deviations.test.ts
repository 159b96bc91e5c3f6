import { referenceOn } from '#adapters'
import type { Consequence, Form, Operation } from '#machines'
import { standardLegality, standardMatrix, standardParts } from '#machines'
import { directed } from '#scenarios'
import { describe, expect, it } from 'vitest'
import { openArena } from '../arena.ts'
import { scenariosNamed, systemNamed } from '../systems.ts'
import { ranStory } from './survey.ts'

const { stories } = directed(standardMatrix, standardLegality)
const storyTo = (operation: Operation, form: Form) => stories.find(({ aim }) => aim.operation === operation && aim.form === form)!

/** The directed story of a cell, told to a reference whose matrix says something else there. */
function deviationsOf(operation: Operation, form: Form, other: Partial<Consequence>): readonly string[] {
  const row = standardMatrix.cells[operation]
  const cell = { ...(row[form] as Consequence), ...other }
  const matrix = { ...standardMatrix, cells: { ...standardMatrix.cells, [operation]: { ...row, [form]: cell } } }
  const entry = referenceOn({ ...standardParts, matrix })
  const [, { deviations, cells }] = ranStory(entry, { invariants: [] }, storyTo(operation, form))
  expect(cells.has(`${operation} ${form}`)).toBe(false)
  return deviations.filter((each) => each.cell.includes(`${operation} ${form}`)).map(({ aspect }) => aspect)
}

describe('an effect that is not what the matrix says', () => {
  it.each([
    ['renewal', 'S', { subscription: 'keep' }, 'subscription'],
    ['renewal', 'Fs', { subscription: 'unpaid' }, 'subscription'],
    ['upgrade now', 'S', { subscription: 'keep' }, 'subscription'],
    ['cancel at period end', 'S', { subscription: 'keep' }, 'subscription'],
    ['downgrade at period end', 'S', { subscription: 'keep' }, 'subscription'],
    ['dunning end', 'Fs', { subscription: 'keep' }, 'subscription'],
    ['trial extend', 'S', { subscription: 'keep' }, 'subscription'],
    ['undo cancel', 'S', { subscription: 'keep' }, 'subscription'],
    ['renewal', 'S', { invoice: 'keep' }, 'invoice'],
    ['upgrade now', 'Fh', { invoice: 'paid' }, 'invoice'],
    ['cancel now', 'U', { invoice: 'void all' }, 'invoice'],
    ['refund partial', 'S', { invoice: 'keep' }, 'invoice'],
    ['renewal', 'Fs', { entitlement: 'revoke' }, 'entitlement'],
    ['renewal', 'Fh', { entitlement: 'keep' }, 'entitlement'],
    ['trial end', 'A', { entitlement: 'keep', subscription: 'keep' }, 'entitlement'],
    ['signup paid', 'S', { entitlement: 'keep' }, 'entitlement'],
    ['renewal', 'U', { entitlement: 'revoke', subscription: 'past due' }, 'entitlement'],
    ['renewal', 'S', { ledger: 'none' }, 'ledger'],
    ['signup paid', 'L', { ledger: 'cash' }, 'ledger'],
    ['refund full', 'S', { ledger: 'none' }, 'ledger'],
    ['credit grant', 'S', { ledger: 'none' }, 'ledger'],
    ['dunning end', 'A', { ledger: 'none' }, 'ledger'],
    ['renewal', 'Fs', { retry: 'new method' }, 'retry'],
    ['renewal', 'Fh', { retry: 'by policy' }, 'retry'],
    ['dunning retry', 'A', { retry: 'none' }, 'retry'],
    ['upgrade now', 'Fs', { retry: 'customer' }, 'retry'],
    ['refund full', 'Fs', { retry: 'none' }, 'retry'],
    ['renewal', 'U', { notice: 'failure' }, 'notice'],
    ['method update', 'Fh', { notice: 'none' }, 'notice'],
  ] as const)('%s %s with %j is seen in %s', (operation, form, other, aspect) => {
    expect(deviationsOf(operation, form, other)).toContain(aspect)
  })

  it('is not seen where there is none', async () => {
    const { invariants } = await openArena(systemNamed('reference'), scenariosNamed([]))
    const [{ verdict }, { deviations, cells }] = ranStory(systemNamed('reference'), { invariants }, storyTo('renewal', 'Fs'))
    expect(verdict).toBe('held')
    expect(deviations).toEqual([])
    expect(cells.has('renewal Fs')).toBe(true)
  })

  it('is not seen in money that somebody gave back at the dashboard: the cell is that of our own refunds', async () => {
    const { invariants } = await openArena(systemNamed('reference'), scenariosNamed([]))
    const story = storyTo('renewal', 'S')
    const record = new Map([...story.record, ['ada/ch_ada_1/2 h on/dashboard refund', 'gives a part of the latest payment back']])
    const [{ verdict }, { deviations, cells }] = ranStory(systemNamed('reference'), { invariants }, { ...story, record })
    expect(verdict).toBe('held')
    expect(deviations).toEqual([])
    expect(cells.has('refund partial S')).toBe(true)
  })
})
