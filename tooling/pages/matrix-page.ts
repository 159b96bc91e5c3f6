import { type Consequence, forms, operations, passages, standardLegality, standardMatrix, starts } from '#machines'
import { formsInWords } from '#reports'
import { generated, table } from './page.ts'

const columns = ['subscription', 'invoice', 'entitlement', 'ledger', 'retry', 'notice'] as const satisfies readonly (keyof Consequence)[]
const heads = ['subscription', 'invoice', 'access', 'ledger', 'next', 'told']

const effects = (does: Consequence): readonly string[] =>
  columns.map((column) => (does[column] === 'keep' || does[column] === 'none' ? '' : does[column]))

/** The outcome matrix as a page: every operation by every form, and from where each may start. */
export function matrixPage(): string {
  const cells = operations.flatMap((operation) => forms.map((form) => standardMatrix.cells[operation][form]))
  const pairs = operations.flatMap((operation) => starts.map((start) => standardLegality[operation][start]))
  const counts = {
    effects: cells.filter((cell) => 'subscription' in cell).length,
    impossible: cells.filter((cell) => 'impossible' in cell).length,
    refused: cells.filter((cell) => 'refused' in cell).length,
    legal: pairs.filter((pair) => pair === 'legal').length,
  }
  return [
    '# What every outcome does',
    '',
    generated('machines/operations'),
    '',
    `${operations.length} operations by ${forms.length} forms: ${counts.effects} cells have an effect, ${counts.impossible} are impossible, ${counts.refused} are`,
    `refused. ${operations.length} operations from ${starts.length} starts: ${counts.legal} pairs are legal, ${pairs.length - counts.legal} are refused. What exercised each of them:`,
    '`npx billstorm lab matrix`.',
    '',
    'An empty field leaves things as they are. The forms:',
    '',
    table(
      ['form', 'how a payment comes out'],
      forms.map((form) => [form, formsInWords[form]]),
    ),
    ...operations.flatMap((operation) => ['', `## ${capital(operation)}`, '', ofOperation(operation), '', startsOf(operation)]),
    '',
    '## Without an outcome',
    '',
    'An operation begins, or time ends something.',
    '',
    table(
      ['passage', ...heads],
      passages.map((passage) => [passage, ...effects(standardMatrix.passages[passage])]),
    ),
    '',
  ].join('\n')
}

function ofOperation(operation: (typeof operations)[number]): string {
  return table(
    ['form', ...heads, 'or'],
    forms.map((form) => {
      const cell = standardMatrix.cells[operation][form]
      if ('impossible' in cell) return [form, ...heads.map(() => ''), `impossible: ${cell.impossible}`]
      if ('refused' in cell) return [form, ...heads.map(() => ''), `refused: ${cell.refused}`]
      const said = effects(cell)
      return [form, ...said, said.every((each) => each === '') ? 'everything stays as it is' : '']
    }),
  )
}

/** Starts that are ruled on alike stand together. */
function startsOf(operation: (typeof operations)[number]): string {
  const groups = new Map<string, string[]>()
  for (const start of starts) {
    const ruling = standardLegality[operation][start]
    const says = ruling === 'legal' ? 'legal' : `refused, ${ruling.refused}`
    groups.set(says, [...(groups.get(says) ?? []), start])
  }
  return [...groups].map(([says, from]) => `- From ${from.map((start) => `*${start}*`).join(', ')}: ${says}.`).join('\n')
}

const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1)
