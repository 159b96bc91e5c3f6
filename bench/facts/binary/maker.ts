import type { Fact } from '#machines'
import { hole } from '../template.ts'
import type { Cursor } from './varints.ts'

/** Makes a fact of a template: of an account, at a time, with the values that come next. */
export type Maker = (who: string, at: number, values: Cursor, day: (at: number, by: number) => string) => Fact

/**
 * A template as code. Outside of texts the text of JSON is code that makes the same value, and a text is written as a text again, so
 * nothing of what a file says is ever run.
 * @param template one that `filled` makes the text of a fact of, which `JSON.parse` takes and which was held against its shape
 */
export function makerOf(template: string): Maker {
  const tokens = template.match(/"(?:[^"\\]|\\.)*"|[^"]/gs) ?? []
  let code = ''
  for (const [place, token] of tokens.entries())
    if (token.startsWith('"')) code += codeOfText(token)
    else if (token.charCodeAt(0) > hole.number) code += token
    else {
      // A whole number by itself: with digits beside it the code would be another one.
      if (!/[[:,-]/.test(tokens[place - 1] ?? '') || !/[\]},]/.test(tokens[place + 1] ?? ''))
        throw new RangeError('a template has a hole beside a number')
      code += codeOfMark(token.charCodeAt(0))
    }
  // oxlint-disable-next-line typescript/no-implied-eval -- see above: only literals and the holes' own words get here
  return new Function('who', 'at', 'values', 'day', `return ${code}`) as Maker
}

function codeOfMark(kind: number): string {
  switch (kind) {
    case hole.at:
      return 'at'
    case hole.instant:
      return 'values.instant(at)'
    case hole.number:
      return 'values.whole()'
    default:
      throw new RangeError(`a template has hole ${kind} where none may be`)
  }
}

/** A text of JSON with holes, as pieces that are joined. */
function codeOfText(token: string): string {
  const pieces = token
    .slice(1, -1)
    // oxlint-disable-next-line no-control-regex -- the holes
    .split(/([\u0001-\u0005])/)
    .map((piece, place) => (place % 2 === 0 ? (piece === '' ? '' : `"${piece}"`) : codeInText(piece.charCodeAt(0))))
    .filter((piece) => piece !== '')
  if (pieces.length === 0) return '""'
  // What begins with a number would be a sum.
  return pieces.length === 1 && pieces[0]!.startsWith('"') ? pieces[0]! : `(""+${pieces.join('+')})`
}

function codeInText(kind: number): string {
  switch (kind) {
    case hole.account:
      return 'who'
    case hole.day:
      return 'day(at, values.signed())'
    default:
      return codeOfMark(kind)
  }
}
