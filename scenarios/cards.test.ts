import { cardMethods, commandKinds, days, methods, operatorKinds } from '#machines'
import { describe, expect, it } from 'vitest'
import { workloadFor } from './cards.ts'
import { wholeLives } from './whole-lives.ts'

const many = Array.from({ length: 400 }, (_, index) => workloadFor(index + 1))

describe('whole lives', () => {
  it('asks for everything that a billing system of one’s own takes', () => {
    const asked = Array.from({ length: 300 }, (_, seed) => wholeLives.workloadFor(seed)).flatMap(({ story }) => story)
    // What is dead is replayed where something was made to die.
    expect(new Set(asked.map(({ command }) => command.do))).toEqual(new Set(commandKinds.filter((kind) => kind !== 'replay')))
    expect(new Set(asked.flatMap(({ command }) => ('method' in command ? [command.method] : [])))).toEqual(new Set(methods))
  })
})

describe('cards', () => {
  it('gives equal workloads for equal seeds and others for others', () => {
    expect(workloadFor(7)).toEqual(workloadFor(7))
    expect(new Set(many.map((workload) => JSON.stringify(workload))).size).toBe(400)
  })

  it('asks for everything sooner or later', () => {
    const asked = many.flatMap(({ story }) => story.map(({ command }) => command))
    const ofOwnBilling = new Set<string>([...wholeLives.needs, ...operatorKinds])
    expect(new Set(asked.map((command) => command.do))).toEqual(new Set(commandKinds.filter((kind) => !ofOwnBilling.has(kind))))
    expect(new Set(asked.flatMap((command) => ('method' in command ? [command.method] : [])))).toEqual(new Set(cardMethods))
    expect(new Set(asked.flatMap((command) => ('trial' in command ? [command.trial] : [])))).toEqual(new Set([days(7), days(14), days(30)]))
  })

  it('has members and lines of their own names, each customer subscribing first, at whole seconds, within the storm', () => {
    for (const { story, lasts } of many) {
      expect(new Set(story.map(({ who, id }) => `${who}/${id}`)).size).toBe(story.length)
      for (const who of new Set(story.map((line) => line.who))) expect(story.find((line) => line.who === who)!.command.do).toBe('subscribe')
      for (const { at } of story) expect(at >= 0 && at <= lasts && at % 1_000 === 0).toBe(true)
    }
  })

  it('draws a customer the same whether or not others take part', () => {
    const ofAda = (customers: number): unknown => workloadFor(3, { customers }).story.filter(({ who }) => who === 'ada')
    expect(ofAda(1)).toEqual(ofAda(3))
  })

  it('brings commands to within two seconds of a renewal', () => {
    const dayOf = (at: number): number => at % days(1)
    const close = many.filter(({ story }) =>
      story.some(
        ({ at, command }) =>
          command.do !== 'subscribe' &&
          at > days(27) &&
          story.some((first) => first.id === 'subscribe' && Math.abs(dayOf(at) - dayOf(first.at)) <= 2_000),
      ),
    )
    expect(close.length).toBeGreaterThan(100)
  })
})
