import { Misuse } from './misuse.ts'

/** More than anybody waits for. */
export const withoutEnd = 1_000_000_000

/** @throws Misuse when the text is no whole number from 1 */
export function countFrom(flag: string, text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1 || count >= withoutEnd)
    throw new Misuse(`${flag} takes a whole number from 1, not ${JSON.stringify(text)}`)
  return count
}
