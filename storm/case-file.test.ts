import { describe, expect, it } from 'vitest'
import { CaseFileError, caseText, maxCaseBytes, parseCase } from './case-file.ts'
import { alone } from './crew.ts'
import { stormOver } from './storm.ts'
import { toyArena, toyScenarios, wrongWhenTwice } from './toy.fixture.ts'

const arena = toyArena(wrongWhenTwice, toyScenarios.slice(0, 1))
const [found] = (await stormOver(arena, alone(arena), { shrinkBudget: 0 })).failures
const text = caseText(found!.file)
const changed = (change: (file: Record<string, unknown>) => void): string => {
  const file = JSON.parse(text) as Record<string, unknown>
  change(file)
  return JSON.stringify(file)
}

describe('a case file', () => {
  it('reads back as it was written', () => expect(parseCase(text, 'a.case.json')).toEqual(found!.file))

  it.each([
    ['no JSON', 'nothing', /a\.case\.json is no JSON/],
    [
      'of another format',
      changed((file) => (file['format'] = 'billstorm.case/9')),
      /format is not billstorm\.case\/1; replay the case with the billstorm that wrote it/,
    ],
    ['with a member nobody knows', changed((file) => (file['run'] = 'rm')), /run/],
    [
      'with a span that is none',
      changed((file) => ((file['story'] as { at: string }[])[0]!.at = 'soon')),
      /story\.0\.at is no span of time; write P3D/,
    ],
    ['with a command nobody knows', changed((file) => ((file['story'] as { do: string }[])[0]!.do = 'steal')), /story\.0\.do/],
    ['with an id that is none', changed((file) => ((file['broke'] as { id: string }).id = '../../x')), /broke\.id is no failure id/],
    [
      'with half a cent',
      changed((file) => ((file['world'] as { policy: { plans: { price: number }[] } }).policy.plans[0]!.price = 9.5)),
      /price/,
    ],
    ['too large', ' '.repeat(maxCaseBytes + 1), /larger than 1 MiB/],
    ['too deep', '['.repeat(100_000), /nests deeper/],
  ])('%s is refused with the reason', (_, content, says) => {
    expect(() => parseCase(content, 'a.case.json')).toThrow(CaseFileError)
    expect(() => parseCase(content, 'a.case.json')).toThrow(says)
  })

  it('brackets inside texts are no depth', () => {
    const content = changed((file) => ((file['broke'] as { witness: string }).witness = '[[[[[[[[[[[[[["'))
    expect(parseCase(content, 'a').broke.witness).toBe('[[[[[[[[[[[[[["')
  })
})
