import { expect, it } from 'vitest'
import { exits } from './exit.ts'
import type { Io } from './io.ts'
import { matrix } from './lab-matrix.ts'

/** What is printed, line by line. */
async function printed(flags: {
  readonly system: string
  readonly seeds: string
  readonly json?: boolean
}): Promise<{ readonly text: string; readonly exit: number }> {
  let text = ''
  const io: Io = { out: (more) => (text += more), err: () => undefined, stdin: async () => '', cwd: '.', isTerminal: false, now: () => 0 }
  return { exit: await matrix(flags, io), text }
}

it('tells every cell with what exercised it, in a hundred columns, and names at the end what nothing did', async () => {
  const { text, exit } = await printed({ system: 'reference', seeds: '5' })
  const lines = text.split('\n')
  expect(lines.filter((line) => line.length > 100)).toEqual([])
  expect(text).toMatch(/ {2}Fs {2}subscription past due · access grace · ledger receivable · next by policy · told failure/)
  expect(text).toMatch(/ {2}PR {2}refused: money that has not come yet/)
  expect(text).toMatch(/past due, in grace: refused: an invoice is open; it has to be paid first\s+\d+ runs?, first story upgrade now/)
  expect(lines.at(-3)).toContain('transitions')
  expect(exit).toBe(text.includes('NOT EXERCISED') ? exits.broken : exits.held)
})

it('says the same as data', async () => {
  const { text } = await printed({ system: 'reference', seeds: '1', json: true })
  const said = JSON.parse(text) as { readonly cells: Readonly<Record<string, { readonly runs: number; readonly first: string }>> }
  expect(said.cells['renewal Fs']!.runs).toBeGreaterThan(0)
  expect(said.cells['renewal Fs']!.first).toMatch(/^(directed|seed)/)
})

it('refuses a system into which nobody can look', () =>
  expect(printed({ system: 'mirror', seeds: '5' })).rejects.toThrow('mirror is not made of our own machines'))
