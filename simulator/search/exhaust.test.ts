import { expect, it } from 'vitest'
import { type ChoiceRecord, choiceKind, Choices } from '../kernel/choices.ts'
import { named } from '../kernel/name.ts'
import { exhaust, type May } from './exhaust.ts'

const again = choiceKind('again')
const span = choiceKind('span')
const crash = choiceKind('crash')
const kinds = new Set([again, span, crash])
const may: readonly May[] = [
  { kind: 'again', values: [true], costs: 1 },
  { kind: 'span', values: ['1 s', '2 h'], costs: 1 },
  { kind: 'crash', values: [true], costs: 2 },
]

/** Two questions, and a third that only comes up when the first is answered. */
function play(record: ChoiceRecord): { readonly record: ChoiceRecord } {
  const choices = new Choices({ kind: 'record', record, asks: kinds })
  const isAgain = choices.happens(named('ada'), again)
  choices.among(named('ada'), span, ['1 s', '2 h'])
  if (isAgain) choices.happens(named('ada').of('again'), crash)
  return choices
}

function all(bound: number, list = may): readonly string[] {
  const asked: string[] = []
  const search = exhaust(list, bound)
  for (let next = search.next(); next.done !== true; next = search.next(play(next.value)))
    asked.push([...next.value].map(([name, value]) => `${name} ${value}`).join(', '))
  return asked
}

it('asks for every set of deviations within the bound, each once, and for none that no run comes to', () => {
  expect(all(2).toSorted()).toEqual(
    ['', 'ada/again true', 'ada/span 1 s', 'ada/span 2 h', 'ada/again true, ada/span 1 s', 'ada/again true, ada/span 2 h'].toSorted(),
  )
  expect(all(0)).toEqual([''])
})

it('goes as far as the bound lets it, by what each deviation costs', () => {
  expect(all(3).length).toBe(7)
  const asked = all(4)
  expect(asked.length).toBe(9)
  expect(new Set(asked).size).toBe(9)
  expect(asked).toContain('ada/again true, ada/span 2 h, ada/again/crash true')
})

it('leaves alone what the world does not allow', () => {
  expect(all(9, may.slice(0, 1))).toEqual(['', 'ada/again true'])
})

it('says so when a deviation does not come up again where it was seen', () => {
  const search = exhaust(may, 1)
  search.next()
  search.next(play(new Map()))
  expect(() => search.next(play(new Map()))).toThrow('only 0 came up again')
})
