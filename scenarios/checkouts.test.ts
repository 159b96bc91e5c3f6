import { days, defaultPolicy } from '#machines'
import { describe, expect, it } from 'vitest'
import { checkoutsFor } from './checkouts.ts'

const many = Array.from({ length: 400 }, (_, index) => checkoutsFor(index + 1, defaultPolicy))
const stories = many.map(({ story }) => story)

describe('checkouts', () => {
  it('gives equal workloads for equal seeds and others for others', () => {
    expect(checkoutsFor(7, defaultPolicy)).toEqual(checkoutsFor(7, defaultPolicy))
    expect(new Set(many.map((workload) => JSON.stringify(workload))).size).toBe(400)
  })

  it('signs a customer up in one way, in the system or by an operator, and each way is met', () => {
    const ways = stories.flatMap((story) =>
      [...new Set(story.map(({ who }) => who))].map((who) => {
        const signups = story.flatMap(({ who: other, command }) => (other === who && command.do === 'subscribe' ? [command] : []))
        return new Set(signups.map(({ through }) => through ?? 'operator'))
      }),
    )
    expect(ways.every((way) => way.size === 1)).toBe(true)
    expect(new Set(ways.flatMap((way) => [...way]))).toEqual(new Set(['checkout', 'operator']))
  })

  it('lets some leave within two minutes, some try it first, and some sign up again', () => {
    const leaves = stories.filter((story) =>
      story.some(({ who, at, command }) =>
        story.some(
          (next) =>
            command.do === 'subscribe' && next.command.do === 'cancel' && next.who === who && next.at - at <= 120_000 && next.at > at,
        ),
      ),
    )
    expect(leaves.length).toBeGreaterThan(60)
    expect(stories.filter((story) => story.some(({ command }) => 'trial' in command)).length).toBeGreaterThan(100)
    expect(stories.filter((story) => story.some(({ id }) => id === 'subscribe 2')).length).toBeGreaterThan(60)
  })

  it('has lines of their own names, at whole seconds, within the storm', () => {
    for (const story of stories) {
      expect(new Set(story.map(({ who, id }) => `${who}/${id}`)).size).toBe(story.length)
      for (const { at } of story) expect(at >= 0 && at <= days(90) && at % 1_000 === 0).toBe(true)
    }
  })
})
