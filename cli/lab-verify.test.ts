import { expect, it } from 'vitest'
import { compared, type Digest } from './lab-verify.ts'

const digest = (seed: number, ...checkpoints: readonly string[]): Digest => ({
  seed,
  semantic: `s${checkpoints.at(-1)}`,
  choices: 'c',
  checkpoints,
})

it('finds no difference between equal runs', () => {
  const runs = [digest(1, 'a', 'b'), digest(2, 'c')]
  expect(compared(runs, runs)).toEqual({ runs: 4, differences: 0, firstDifference: null })
})

it('names the first seed that differs, and after which step the two part', () =>
  expect(compared([digest(1, 'a'), digest(2, 'a', 'b', 'c')], [digest(1, 'a'), digest(2, 'a', 'x', 'y')])).toEqual({
    runs: 4,
    differences: 1,
    firstDifference: { seed: 2, partsAfterStep: 64, here: 'sc', there: 'sy' },
  }))

it('takes a missing run for a difference', () =>
  expect(compared([digest(1, 'a')], [])).toMatchObject({ differences: 1, firstDifference: { there: null } }))
