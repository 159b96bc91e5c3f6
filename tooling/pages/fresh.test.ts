import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { operations, sentences } from '#machines'
import { chartsPage } from './charts-page.ts'
import { matrixPage } from './matrix-page.ts'

const page = (name: string): string => readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8')

it('the page of the outcome matrix is what the matrix says; `npm run docs` makes it anew', () =>
  expect(page('outcome-matrix')).toBe(matrixPage()))

it('the page of the charts is what the charts say; `npm run docs` makes it anew', () => expect(page('charts')).toBe(chartsPage()))

it('every operation and every sentence has its line', () => {
  const matrix = matrixPage()
  for (const operation of operations) expect(matrix.toLowerCase()).toContain(`## ${operation}\n`)
  expect(
    chartsPage()
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| in ') && !line.startsWith('| ---')).length,
  ).toBe(sentences().length)
})

it('a picture names only states that it declares', () => {
  for (const [, picture = ''] of chartsPage().matchAll(/```mermaid\n(.*?)```/gs)) {
    const declared = new Set([...picture.matchAll(/state ".*?" as (\w+)/g)].map(([, id]) => id))
    const used = [...picture.matchAll(/^ {2}(\S+) --> (\w+|\[\*\])/gm)].flatMap(([, from, to]) => [from, to]).filter((id) => id !== '[*]')
    expect(used.length).toBeGreaterThan(3)
    expect(used.filter((id) => !declared.has(id))).toEqual([])
  }
})
