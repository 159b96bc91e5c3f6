import { expect, test } from 'vitest'
import { AliasedChoice, choiceKind, Choices, whatIsAsked } from './choices.ts'
import { named, parseName } from './name.ts'

const again = choiceKind('again')
const span = choiceKind('span')
const always = (key: readonly [number, number] = [1, 2]) =>
  new Choices({
    kind: 'key',
    key,
    rates: new Map([
      [again, 1000],
      [span, 1000],
    ]),
  })

test('a kind without a rate stays dull and draws nothing', () => {
  const choices = new Choices({ kind: 'key', key: [1, 2], rates: new Map() })
  expect(choices.happens(named('ada'), again)).toBe(false)
  expect([choices.drawn, choices.record.size]).toEqual([0, 0])
})

test('the value hangs on the name, not on what was drawn before', () => {
  const alone = always()
  const after = always()
  after.within(named('bob'), span, 0, 1_000_000)
  expect(after.within(named('ada'), span, 0, 1_000_000)).toBe(alone.within(named('ada'), span, 0, 1_000_000))
})

test('a name drawn twice is refused, naming it', () => {
  const choices = always()
  choices.happens(named('ada').of('event 1'), again)
  expect(() => choices.happens(named('ada').of('event 1'), again)).toThrow(AliasedChoice)
  expect(() => choices.happens(named('ada').of('event 1'), again)).toThrow('"ada/event 1/again" was drawn twice')
})

test('a record answers what it lists and leaves the rest dull', () => {
  const drawn = always()
  drawn.among(named('ada'), span, ['1 s', '2 h'])
  drawn.happens(named('bob'), again)
  const replayed = new Choices({ kind: 'record', record: drawn.record })
  expect(replayed.happens(named('cleo'), again)).toBe(false)
  expect(replayed.among(named('ada'), span, ['1 s', '2 h'])).toBe(drawn.record.get('ada/span'))
  expect(replayed.happens(named('bob'), again)).toBe(true)
  expect(replayed.digest).toEqual(drawn.digest)
})

test('a listed value outside the vocabulary is as good as none', () => {
  const choices = new Choices({ kind: 'record', record: new Map([['ada/span', 'a while']]) })
  expect(choices.among(named('ada'), span, ['1 s', '2 h'])).toBeUndefined()
})

test('nothing is drawn while the choices rest', () => {
  const choices = always()
  choices.active = false
  expect(choices.happens(named('ada'), again)).toBe(false)
  choices.active = true
  expect(choices.happens(named('ada'), again)).toBe(true)
})

test('a name reads back as it was written', () => {
  const name = named('ada').of('renewal 2024-02-29').of('attempt 1')
  const read = parseName(name.text)
  expect([read.text, read.h1, read.h2]).toEqual([name.text, name.h1, name.h2])
})

test('the order of segments counts', () => {
  const forth = named('a').of('b')
  const back = named('b').of('a')
  expect([forth.h1, forth.h2]).not.toEqual([back.h1, back.h2])
})

test('a slash inside a segment is refused', () => {
  expect(() => named('ada/bob')).toThrow('cannot be a segment')
})

test.each([
  ['no option', (choices: Choices) => choices.among(named('ada'), span, ['1 s', '2 h']), '9 h'],
  ['a number for a text', (choices: Choices) => choices.among(named('ada'), span, ['1 s', '2 h']), 1],
  ['a yes for a text', (choices: Choices) => choices.among(named('ada'), span, ['1 s', '2 h']), true],
  ['too large', (choices: Choices) => choices.within(named('ada'), span, 1, 9), 1e308],
  ['too small', (choices: Choices) => choices.within(named('ada'), span, 1, 9), -1],
  ['half', (choices: Choices) => choices.within(named('ada'), span, 1, 9), 1.5],
  ['a text for a yes', (choices: Choices) => choices.happens(named('ada'), span), 'yes'],
] as const)('a recorded answer that no seed could give, %s, is not met', (_, ask, value) => {
  const choices = new Choices({ kind: 'record', record: new Map([['ada/span', value]]) })
  expect(ask(choices) ?? false).toBe(false)
  expect(choices.record.size).toBe(0)
})

test('a record that asks is told what comes up, in order, and changes nothing', () => {
  const choices = new Choices({ kind: 'record', record: new Map([[whatIsAsked, true]]) })
  expect(choices.among(named('ada'), span, ['1 s', '2 h'])).toBeUndefined()
  expect(choices.within(named('bob'), span, 0, 9)).toBeUndefined()
  expect(choices.happens(named('ada'), again)).toBe(false)
  expect([...choices.record.keys()]).toEqual(['ada/span', 'bob/span', 'ada/again'])
})

test('a source that asks for some kinds lists their questions alone, answered or not, and lets no other deviate', () => {
  const record = new Map<string, string | true>([
    ['ada/span', '2 h'],
    ['ada/again', true],
  ])
  const choices = new Choices({ kind: 'record', record, asks: new Set([span]) })
  expect(choices.allows(again)).toBe(false)
  expect(choices.happens(named('ada'), again)).toBe(false)
  expect(choices.among(named('ada'), span, ['1 s', '2 h'])).toBe('2 h')
  expect(choices.among(named('bob'), span, ['1 s', '2 h'])).toBeUndefined()
  expect([...choices.record]).toEqual([
    ['ada/span', '2 h'],
    ['bob/span', whatIsAsked],
  ])
})
