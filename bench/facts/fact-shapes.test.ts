import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { factKinds } from '#machines'
import { factShapes } from './fact-shapes.ts'

const page = readFileSync(new URL('../../docs/facts-format.md', import.meta.url), 'utf8')

it('the page of the format has a row for each kind of fact that a file may hold', () => {
  const rows = [...page.matchAll(/^\| `(?:event|snapshot|decision)` \| `([^`]+)` \|/gm)].map(([, kind]) => kind!)
  expect(rows.toSorted()).toEqual([...factKinds])
  expect(Object.keys(factShapes).toSorted()).toEqual([...factKinds])
})
