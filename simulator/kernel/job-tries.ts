import type { JobTry } from '../oracle/scene.ts'

type Open = { -readonly [Key in keyof JobTry]: JobTry[Key] }

/** Every try of a job that reached whoever is asked, and what the asker was told. */
export class JobTries {
  readonly all: Open[] = []
  readonly refused: Open[] = []
  /** Counts what happened to them. */
  revision = 0
  readonly #byAsker = new Map<object, Open[]>()

  /** @param isDisturbed the asker was held up before: it may no longer be the one whose turn it is */
  add(asker: object, made: Omit<JobTry, 'isDisturbed' | 'came'>, isDisturbed: boolean): (came: JobTry['came']) => void {
    const one: Open = { ...made, came: 'unclear', isDisturbed }
    this.all.push(one)
    this.revision++
    const own = this.#byAsker.get(asker)
    if (own === undefined) this.#byAsker.set(asker, [one])
    else own.push(one)
    return (came) => {
      one.came = came
      this.revision++
      if (came === 'refused') this.refused.push(one)
    }
  }

  /** The asker was held up or died: it may never have taken down what it was told. */
  disturb(asker: object): void {
    for (const one of this.#byAsker.get(asker) ?? []) {
      one.isDisturbed = true
      this.revision++
    }
  }

  /** The asker has ended, and nothing disturbs it any more. */
  close(asker: object): void {
    this.#byAsker.delete(asker)
  }
}
