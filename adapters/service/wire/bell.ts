/** Wakes whoever waits for anything to come. */
export interface Bell {
  ring(): void
  /** Resolves at the next ring, or after so long in real time. */
  rung(atMostMs: number): Promise<void>
}

export function createBell(): Bell {
  let wake: (() => void) | undefined
  return {
    ring() {
      wake?.()
    },
    rung: (atMostMs) =>
      new Promise((resolve) => {
        const late = setTimeout(() => wake?.(), atMostMs)
        wake = () => {
          wake = undefined
          clearTimeout(late)
          resolve()
        }
      }),
  }
}
