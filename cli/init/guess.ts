/** Something that was found in somebody's folder. */
export interface Guess<Value> {
  readonly value: Value
  /** Where it stands: `src/app.ts:12`. */
  readonly where: string
  /** It follows from what stands there, or is only likely. */
  readonly isSure: boolean
}

export const sure = <Value>(value: Value, where: string): Guess<Value> => ({ value, where, isSure: true })
export const likely = <Value>(value: Value, where: string): Guess<Value> => ({ value, where, isSure: false })

/** `src/app.ts:12`, of an offset into its text. */
export const placeOf = ({ path, text }: { readonly path: string; readonly text: string }, offset: number): string =>
  `${path}:${text.slice(0, offset).split('\n').length}`
