import { expect, it } from 'vitest'
import { diagnosisEnd, diagnosisJson, type Finding, findingLines } from './diagnosis.ts'

const finding = (state: Finding['state'], todo: readonly string[] = []): Finding => ({
  step: 'starts',
  state,
  says: 'nothing listens',
  todo,
})
const system = { name: 'shop', version: '1', level: 'L1' }

it('a step is a line, and under it what to do, with code as it is', () => {
  expect(findingLines(finding('wrong', ['tell us its port', '  port: 8080,']))).toEqual([
    ' ✗ starts      nothing listens',
    '               → tell us its port',
    '                 port: 8080,',
  ])
  expect(findingLines({ ...finding('well'), says: 'long '.repeat(40).trim() }).every((line) => line.length <= 118)).toBe(true)
})

it('the end says what it came to, and what comes next only where one can go on', () => {
  const end = (...states: readonly Finding['state'][]) =>
    diagnosisEnd(
      {
        system,
        verdict: states.includes('wrong') ? 'wrong' : states.includes('unsure') ? 'unsure' : 'well',
        findings: states.map((state) => finding(state)),
      },
      './billstorm.ts',
      'npx billstorm',
    )
  expect(end('well', 'well')).toEqual([
    'WELL      all 2 steps',
    ' next       npx billstorm run --system ./billstorm.ts --time 60s --max-failures 1',
  ])
  expect(end('well', 'unsure')[0]).toBe('UNSURE    1 of 2 steps could not be proved')
  expect(end('wrong', 'skipped')).toEqual(['WRONG     1 of 2 steps; 1 not looked at before that is right'])
})

it('machines get every step', () => {
  const json = diagnosisJson({ system, verdict: 'wrong', findings: [finding('wrong', ['do it'])] }, { version: '1.2.3', durationMs: 5 })
  expect(json).toEqual({
    schema: 'billstorm.doctor/1',
    version: '1.2.3',
    verdict: 'wrong',
    system: 'shop',
    level: 'L1',
    steps: [{ step: 'starts', state: 'wrong', says: 'nothing listens', todo: ['do it'] }],
    durationMs: 5,
  })
})
