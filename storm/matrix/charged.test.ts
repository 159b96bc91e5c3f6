import { expect, it } from 'vitest'
import { later, minutes, utc } from '#machines'
import { moneyDiffers } from './charged.ts'
import type { Step } from './step.ts'

const at = utc('2024-03-05T09:00Z')
const attempt = { id: 'ada/sub 1/signup/attempt 1', amount: 999 }
const step = { form: 'Fh', attempt, cause: attempt.id, operation: 'signup paid', who: 'ada', at } as unknown as Step
const nothing = { charges: [], refunds: [], disputes: [], detachments: [] }

it('what is refused for good was refused by a bank, unless its method had been taken off', () => {
  const off = (owner: string, when: typeof at) => moneyDiffers(step, { ...nothing, detachments: [{ method: 'pm_1', owner, at: when }] })
  expect(moneyDiffers(step, nothing)?.found).toBe('it was never asked')
  expect(off('ada', at)).toBeUndefined()
  expect(off('bob', at)?.found).toBe('it was never asked')
  expect(off('ada', later(at, minutes(1)))?.found).toBe('it was never asked')
  expect(moneyDiffers({ ...step, form: 'Fs' }, { ...nothing, detachments: [{ method: 'pm_1', owner: 'ada', at }] })).toBeDefined()
})
