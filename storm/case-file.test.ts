import { describe, expect, it } from 'vitest'
import { CaseFileError, caseText, maxCaseBytes, parseCase } from './case-file.ts'
import { alone } from './crew.ts'
import { stormOver } from './storm.ts'
import { toyArena, toyScenarios, wrongWhenTwice } from './toy.fixture.ts'

const arena = toyArena(wrongWhenTwice, toyScenarios.slice(0, 1))
const [found] = (await stormOver(arena, alone(arena), { shrinkBudget: 0 })).failures
const text = caseText(found!.file)
interface Json {
  [key: string]: Json
}
const changed = (change: (file: Json) => void): string => {
  const file = JSON.parse(text) as Json
  change(file)
  return JSON.stringify(file)
}
const set = (path: string, value: unknown): string =>
  changed((file) => {
    const steps = path.split('.')
    const last = steps.pop()!
    const into = steps.reduce((at, step) => at[step]!, file)
    Object.assign(into, { [last]: value })
  })
const plan = { key: 'pro', price: 1, interval: 'month' }
const choice = { name: 'ada/event 1/delivery 1/redeliver', is: '1 s', essential: true }
const line = { id: 'first', who: 'ada', at: 'P0D', do: 'subscribe', plan: 'pro' }

describe('a case file', () => {
  it('reads back as it was written', () => expect(parseCase(text, 'a.case.json')).toEqual(found!.file))

  it.each([
    ['empty', '', /a\.case\.json is empty/],
    ['no JSON', 'nothing', /a\.case\.json is no JSON/],
    ['cut off', text.slice(0, -20), /a\.case\.json is no JSON/],
    ['JSON of another shape', '[1, 2]', /it Invalid input: expected object/],
    ['null', 'null', /expected object/],
    [
      'of another format',
      set('format', 'billstorm.case/9'),
      /format is not billstorm\.case\/1; replay the case with the billstorm that wrote/,
    ],
    [
      'of a newer kernel',
      set('made.kernel', 99),
      /made\.kernel is of a newer kernel than this one, \d+; replay it with the billstorm that/,
    ],
    ['of no kernel', set('made.kernel', -1), /made\.kernel/],
    ['with a member nobody knows', set('run', 'rm'), /Unrecognized key: "run"/],
    ['with __proto__', text.replace('{', '{"__proto__": {"isKnown": true},'), /__proto__/],
    ['with a constructor', set('constructor', { prototype: 1 }), /constructor/],
    ['with a span that is none', set('story.0.at', 'soon'), /story\.0\.at is no span of time; write P3D/],
    ['with a span without end', set('world.lasts', 'P999999D'), /world\.lasts is longer than P3660D, ten years/],
    ['that lasts no time', set('world.lasts', 'P0D'), /world\.lasts is shorter than PT1S/],
    ['that retries at once', set('world.policy.retries', ['PT0S']), /world\.policy\.retries\.0 is shorter than PT1S/],
    ['that starts in the year 9999', set('world.starts', '9999-12-31T00:00:00Z'), /world\.starts is not between 2000 and 2099/],
    ['that starts in the year 1', set('world.starts', '0001-01-01T00:00:00Z'), /not between 2000 and 2099/],
    ['that starts on no day', set('world.starts', '2023-02-29T00:00:00Z'), /world\.starts/],
    ['that starts at no moment', set('world.starts', 'NaN'), /world\.starts is no moment/],
    ['of a zone nobody knows', set('world.zone', 'Mars/Olympus'), /world\.zone Invalid option: expected one of "UTC"/],
    [
      'of a zone beyond its known clocks',
      changed((file) => Object.assign(file['world']!, { zone: 'Pacific/Apia', starts: '2039-12-31T00:00:00Z' })),
      /the clocks of Pacific\/Apia are known from 2000 to 2040/,
    ],
    ['of a price that no card takes', set('world.currency', 'kwd'), /the plan "basic" costs 999; kwd is charged in whole multiples of 10/],
    ['with a line after its end', set('story', [{ ...line, at: 'P400D' }]), /story line "first" is at P400D, after the end at P30D/],
    ['with a command nobody knows', set('story', [{ ...line, do: 'steal' }]), /story\.0\.do/],
    ['with a line that lacks its plan', set('story', [{ ...line, do: 'change plan', plan: undefined }]), /change plan needs "plan"/],
    [
      'with a plan that is nowhere',
      set('story', [{ ...line, plan: 'gold' }]),
      /story takes the plan "gold"; the policy has basic, pro, team/,
    ],
    ['with one line twice', set('story', [line, line]), /story has "ada\/first" twice; a name stands for one thing/],
    ['with one choice twice', set('choices', [choice, choice]), /choices has ".+" twice/],
    ['with one customer twice', set('cast', [{ as: 'ada' }, { as: 'ada' }]), /cast has "ada" twice/],
    ['with one plan twice', set('world.policy.plans', [plan, plan]), /plans has/],
    [
      'with an unknown kind of choice',
      set('choices.0.name', 'ada/event 1/crush'),
      /choices\.0\.name ends in "crush", which nothing deviates by; there are /,
    ],
    ['with a choice without a name', set('choices.0.name', 'ada//redeliver'), /choices\.0\.name is no name of a choice/],
    ['with a choice that is no answer', set('choices.0.is', false), /choices\.0\.is is neither true, a whole number nor a word/],
    ['with a choice out of all bounds', set('choices.0.is', 1e308), /choices\.0\.is/],
    ['with an id that is none', set('broke.id', '../../x'), /broke\.id is no failure id/],
    ['with an id and more', set('broke.id', 'BS-4F2A91C3\n'), /broke\.id is no failure id/],
    ['with half a cent', set('world.policy.plans.0.price', 9.5), /price/],
    ['with a price below zero', set('world.policy.plans.0.price', -1), /price/],
    ['with a price out of all bounds', set('world.policy.plans.0.price', 1e308), /price/],
    ['with a price in words', set('world.policy.plans.0.price', 'NaN'), /price/],
    ['with no customer’s name', set('cast', [{ as: '__proto__' }]), /cast\.0\.as is no customer: small letters and digits/],
    ['that paints the terminal', set('broke.witness', '\u001B[2Jowned'), /broke\.witness holds a control character; write plain words/],
    ['that turns the order of letters', set('made.scenario', 'cards\u202Esdrac'), /made\.scenario holds a control character/],
    ['too large', ' '.repeat(maxCaseBytes + 1), /larger than 1 MiB/],
    ['too deep', '['.repeat(100_000), /nests deeper/],
  ])('%s is refused with the reason, in one line', (_, content, says) => {
    expect(() => parseCase(content, 'a.case.json')).toThrow(CaseFileError)
    expect(() => parseCase(content, 'a.case.json')).toThrow(says)
    expect(() => parseCase(content, 'a.case.json')).not.toThrow(/\n/)
  })

  it('that we write can be read, whatever a system said', () => {
    const witness = `\u001B[2J${'x'.repeat(9_000)}`
    const read = parseCase(caseText({ ...found!.file, broke: { ...found!.file.broke, witness } }), 'a')
    expect(read.broke.witness).toMatch(/^ \[2Jx+$/)
  })

  it('brackets inside texts are no depth', () => {
    const content = set('broke.witness', '[[[[[[[[[[[[[["')
    expect(parseCase(content, 'a').broke.witness).toBe('[[[[[[[[[[[[[["')
  })
})
