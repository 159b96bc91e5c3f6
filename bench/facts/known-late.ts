import { Cursor } from './binary/varints.ts'
import { hole, unfolded, valuesIn } from './template.ts'
import type { Library } from './library/library.ts'

/** From when on a fact that was heard of only so long after it was true counts as late, in milliseconds. */
const lateFrom = 3_600_000

/** By fact of a library, 1 where it was heard of late. */
export function isKnownLate({ at, template, templates, values, valuesFrom }: Library): Uint8Array {
  const before = templates.map(valueOfRecordedAt)
  const cursor = new Cursor(values)
  return Uint8Array.from(at, (_, fact) => {
    const count = before[template[fact]!]
    if (count === undefined) return 0
    cursor.at = valuesFrom[fact]!
    for (let i = 0; i < count; i++) cursor.whole()
    return unfolded(cursor.whole()) >= lateFrom ? 1 : 0
  })
}

/** How many values come before that of `recordedAt`; undefined where it is `at`. */
function valueOfRecordedAt(template: string): number | undefined {
  const mark = '"recordedAt":'
  const place = template.indexOf(mark) + mark.length
  return template.charCodeAt(place) === hole.instant ? valuesIn(template.slice(0, place)) : undefined
}
