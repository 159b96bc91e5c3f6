import { segment, type Segment } from './name.ts'

/** A point that an activity comes to: `write account`, `write account 2` the second time, and what is before and after it. */
export interface Landmark {
  readonly label: string
  readonly count: number
  readonly text: string
  readonly at: Segment
  readonly before: Segment
  readonly after: Segment
}

/** A label comes up hundreds of times in a run: its texts and their hashes are made once. */
export class Landmarks {
  readonly #byLabel = new Map<string, Landmark[]>()

  /** @param count how often this activity has come to that label, from 1 */
  of(label: string, count: number): Landmark {
    let known = this.#byLabel.get(label)
    if (known === undefined) this.#byLabel.set(label, (known = []))
    return (known[count - 1] ??= landmark(label, count))
  }
}

const landmark = (label: string, count: number, text = count === 1 ? label : `${label} ${count}`): Landmark => ({
  label,
  count,
  text,
  at: segment(text),
  before: segment(`before ${text}`),
  after: segment(`after ${text}`),
})
