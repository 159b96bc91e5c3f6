/** All that a command may touch of the world outside: where it prints, where it stands, and the clock. */
export interface Io {
  out(text: string): void
  err(text: string): void
  /** Reads what was piped in; of more than so many bytes only a little more, which is enough to see that it is too much. */
  stdin(most: number): Promise<string>
  readonly cwd: string
  /** Colour and progress only there. */
  readonly isTerminal: boolean
  /** Milliseconds, for durations only. */
  now(): number
  /** Ends when somebody interrupts us, who then waits for us to end by ourselves. Where it is missing nobody can. */
  untilInterrupted?(): Promise<void>
}

export const program = 'npx billstorm'

export const jsonTo = (io: Io, value: unknown): void => io.out(`${JSON.stringify(value, null, 2)}\n`)
