import { expect, it } from 'vitest'
import { printable } from './printable.ts'

const sly = '\u001B]0;title\u0007\u001B[2J\u001B[31mred\u001B[0m \u009B2J \u202Eback\r\nnext\u2028line'

it('shows what a terminal would obey', () => {
  expect(printable(sly, false)).toBe(
    '\\u001b]0;title\\u0007\\u001b[2J\\u001b[31mred\\u001b[0m \\u009b2J \\u202eback\\u000d\nnext\\u2028line',
  )
})

it('leaves colours where we set them ourselves', () => {
  expect(printable('\u001B[1m\u001B[31mBROKEN\u001B[39m\u001B[22m', true)).toBe('\u001B[1m\u001B[31mBROKEN\u001B[39m\u001B[22m')
  expect(printable(sly, true)).toContain('\u001B[31mred\u001B[0m')
  for (const obeyed of ['\u001B]', '\u001B[2J', '\u009B']) expect(printable(sly, true)).not.toContain(obeyed)
})

it('keeps JSON what it was', () => {
  const value = { said: sly, empty: '' }
  expect(JSON.parse(printable(JSON.stringify(value, null, 2), false))).toEqual(value)
})

it('leaves words of every language alone', () => {
  const words = 'Zürich 東京 ▲ ✗ → … “naïve” 😀'
  expect(printable(words, false)).toBe(words)
})
