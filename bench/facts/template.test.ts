import { expect, it } from 'vitest'
import { paymentSucceeded, paymentUnknown, utc } from '#machines'
import { lineText } from './line.ts'
import { filled, piecesOf, templateOf } from './template.ts'

const shift = 1_461 * 86_400_000

/** A fact's template, and its text told of somebody else at another time. */
function retold(
  text: string,
  who: string,
  at: number,
): { readonly template: string; readonly values: readonly number[]; readonly told: string } {
  const values: number[] = []
  const template = templateOf(text, who, at, values)
  const rest = values.values()
  return { template, values, told: filled(piecesOf(template), 'zoe', at + shift, () => rest.next().value!) }
}

it('a fact of somebody else four years later has the same template and values', () => {
  const paid = (who: string, day: string, by: number): string =>
    lineText({
      policy: 0,
      fact: paymentSucceeded(
        `${who}/sub 1/renewal ${day}/attempt 2`,
        { payment: `pi_${who}_17`, charge: `ch_${who}_17` },
        { at: (utc('2024-02-29T10:00:00Z') + by) as never, recordedAt: (utc('2024-02-29T10:00:05Z') + by) as never },
      ),
    })
  const { told, values } = retold(paid('ada', '2024-02-28', 0), 'ada', utc('2024-02-29T10:00:00Z'))
  expect(told).toBe(paid('zoe', '2028-02-28', shift))
  expect(values).toEqual([0, 1, 1, 2, 10_000, 1, 1, 2, 17, 17])
})

it('moments in ids move along', () => {
  const at = utc('2024-02-29')
  const unknown = (who: string, by: number): string =>
    lineText({ policy: 3, fact: paymentUnknown(`${who}/sub 1/signup/attempt 1`, { at: (at + by) as never }) })
  expect(retold(unknown('ada', 0), 'ada', at)).toMatchObject({ told: unknown('zoe', shift), values: [3, 1, 1, 1, 1] })
})

it('a word that looks like an account or a day is left alone', () => {
  const { template } = retold('{"who":"at","at":7,"plan":"at","id":"at/2024-02-30/at_at/04","card":"pm_at"}', 'at', 7)
  expect(template).toBe('{"who":"\u0001","at":\u0005,"plan":"at","id":"\u0001/\u0005-02-\u0005/at_\u0001/04","card":"pm_\u0001"}')
})
