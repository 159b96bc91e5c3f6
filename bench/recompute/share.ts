import type { Who } from '#machines'
import { digestOf } from './digest.ts'

/** Some accounts of a file: the part-th of so many, from 0. */
export interface Share {
  readonly part: number
  readonly of: number
}

/** Which of so many shares an account is in: by its name alone, so that whoever reads the file agrees. */
export const shareOf = (who: Who, of: number): number => digestOf(who).low % of
