/** A file of facts that cannot be used: which one, where in it, and why. */
export class FactFileError extends Error {
  readonly file: string
  /** `line 17` of NDJSON, counted from 1; `byte 4096` of a binary file, counted from 0. */
  readonly place: string

  constructor(file: string, place: string, says: string) {
    super(`${file}, ${place}: ${says}`)
    this.name = 'FactFileError'
    this.file = file
    this.place = place
  }
}
