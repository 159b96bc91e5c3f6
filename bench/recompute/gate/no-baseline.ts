/** Stored ratios that cannot be read, or are of something else. */
export class NoBaseline extends Error {
  constructor(says: string) {
    super(says)
    this.name = 'NoBaseline'
  }
}
