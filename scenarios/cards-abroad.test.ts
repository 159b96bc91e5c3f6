import {
  chargeUnitOf,
  civilCalendar,
  clockChangesOf,
  currencies,
  dateWords,
  days,
  type Instant,
  later,
  utc,
  wallTimeAt,
  zones,
} from '#machines'
import { describe, expect, it } from 'vitest'
import { abroadFor } from './cards-abroad.ts'

const many = Array.from({ length: 1_000 }, (_, index) => abroadFor(index + 1))

describe('cards abroad', () => {
  it('gives equal workloads for equal seeds and others for others', () => {
    expect(abroadFor(7)).toEqual(abroadFor(7))
    expect(new Set(many.map((workload) => JSON.stringify(workload))).size).toBe(1_000)
  })

  it('meets every currency in every zone, again and again', () => {
    const met = Map.groupBy(many, ({ policy }) => `${policy.currency} in ${policy.zone}`)
    expect(met.size).toBe(currencies.length * zones.length)
    expect(Math.min(...[...met.values()].map((each) => each.length))).toBeGreaterThanOrEqual(15)
  })

  it('asks prices that cards take', () => {
    for (const { policy } of many) for (const { price } of policy.plans) expect(price % chargeUnitOf(policy)).toBe(0)
  })

  it('begins and ends periods where clocks are put: at hours left out, at hours that come twice, on the day that never was', () => {
    const seen = new Map<string, number>()
    for (const { policy, starts, lasts } of many) {
      const { zone, plans } = policy
      for (let n = 1; n <= 13; n++) {
        const at = civilCalendar.boundary(starts, plans[0]!.interval, n, zone)
        if (at > later(starts, lasts)) break
        const moved = (wallTimeAt(zone, at) - wallTimeAt(zone, starts)) % days(1) !== 0
        const comesAgain = [30, 60].some((minutes) => {
          const again = (at + minutes * 60_000) as Instant
          return zone !== 'UTC' && wallTimeAt(zone, again) === wallTimeAt(zone, at)
        })
        const kind = moved ? 'left out' : comesAgain ? 'twice' : undefined
        if (kind !== undefined) seen.set(`${zone} ${kind}`, (seen.get(`${zone} ${kind}`) ?? 0) + 1)
        if (zone === 'Pacific/Apia' && dateWords(at, zone) === '2011-12-31') seen.set('the lost day', (seen.get('the lost day') ?? 0) + 1)
      }
    }
    const wanted = [...zones.filter((zone) => zone !== 'UTC').flatMap((zone) => [`${zone} left out`, `${zone} twice`]), 'the lost day']
    expect(wanted.filter((each) => (seen.get(each) ?? 0) < 5)).toEqual([])
  })

  it('begins on the last days of months and years and on the leap day, by the clocks there, also where UTC has another day', () => {
    for (const zone of zones) {
      const begun = many.filter(({ policy }) => policy.zone === zone)
      const first = new Set(begun.map(({ starts }) => dateWords(starts, zone)))
      expect([...first]).toEqual(expect.arrayContaining(['2024-01-31', '2024-02-29', '2024-11-30', '2024-12-31']))
      if (zone !== 'UTC') expect(begun.filter(({ starts }) => dateWords(starts, zone) !== dateWords(starts)).length).toBeGreaterThan(40)
      expect(begun.every(({ starts }) => starts > utc('2005-01-01'))).toBe(true)
    }
  })

  it('lets somebody sign up within two hours of a change of clocks', () => {
    for (const zone of zones.filter((each) => each !== 'UTC')) {
      const changes = clockChangesOf(zone)
      const near = many.filter(({ policy, starts }) => policy.zone === zone && changes.some((at) => Math.abs(at - starts) <= 7_200_000))
      expect({ zone, isMet: near.length > 15 }).toEqual({ zone, isMet: true })
    }
  })

  it('has lines of their own names, at whole seconds, within the storm', () => {
    for (const { story, lasts } of many) {
      expect(new Set(story.map(({ who, id }) => `${who}/${id}`)).size).toBe(story.length)
      for (const { at } of story) expect(at >= 0 && at <= lasts && at % 1_000 === 0).toBe(true)
    }
  })
})
