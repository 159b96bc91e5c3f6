/** The provider's own proration, by the second. Passed in, so that a planted error can replace it. */
export interface TwinProration {
  /**
   * What a part of a period costs.
   * @param price whole minor units of the whole period, zero or more
   * @param part seconds of the part
   * @param whole seconds of the period, more than zero
   * @returns whole minor units, half rounded up
   */
  share(price: number, part: number, whole: number): number
}

export const proration: TwinProration = {
  share(price, part, whole) {
    if (part <= 0 || whole <= 0) return 0
    if (part >= whole) return price
    const product = price * part
    // Doubled before the division, so that the half is exact; large amounts leave what a double holds.
    if (Number.isSafeInteger(2 * product + whole)) {
      const doubled = 2 * product + whole
      return (doubled - (doubled % (2 * whole))) / (2 * whole)
    }
    return Number((2n * BigInt(price) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)))
  },
}
