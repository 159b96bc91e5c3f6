import { charts, sentences } from '#machines'
import { walked } from '#scenarios'
import { describe, expect, it } from 'vitest'
import { openArena } from '../arena.ts'
import { scenariosNamed, systemNamed } from '../systems.ts'
import { nameOf, pathsTo } from './paths.ts'
import { isGone, walking } from './walks.ts'

const entry = systemNamed('reference')
const { invariants } = await openArena(entry, scenariosNamed([]))
const names = Object.keys(charts) as (keyof typeof charts)[]
const sentence = (name: string) => sentences().find((each) => nameOf(each) === name)!

describe.each(names)('the paths of the %s chart', (chart) => {
  const own = sentences().filter((each) => each.chart === chart)

  it('lead to every sentence, and each goes on from where the one before it ends', () => {
    const paths = pathsTo(chart)
    expect([...paths.keys()].toSorted()).toEqual(own.map(nameOf).toSorted())
    for (const path of [...paths.values()].flat())
      path.forEach((each, place) => expect(place === 0 ? each.from : (path[place - 1]!.to ?? path[place - 1]!.from)).toBe(each.from))
  })

  it('are gone by the reference, sentence by sentence, or say why nothing brings them about', () => {
    const all = [...walking(entry, { invariants }, chart)]
    expect(all.length).toBe(own.length)
    for (const each of all) {
      if (each.kind === 'not gone') expect(each.because).not.toBe(undefined)
      else {
        expect(each.result.verdict).toBe('held')
        expect(each.exercised.deviations).toEqual([])
      }
    }
  })
})

describe('a path', () => {
  const path = [sentence('subscription/incomplete/settled/1'), sentence('subscription/active/period over/1')]
  const way = (...walk: readonly string[]) => new Map([['subscription ada/sub 1', [walk.map((name) => ({ ...sentence(name), name }))]]])

  it('is gone when an object of the chart goes by it, whatever leaves it where it is in between', () => {
    const asked = 'subscription/active/cancel asked/1'
    expect(isGone(path, way(nameOf(path[0]!), asked, nameOf(path[1]!), 'subscription/renewing/renewed/0'))).toBe(true)
  })

  it('is not gone by another way, by half of it, or by an object of another chart', () => {
    expect(isGone(path, way('subscription/incomplete/settled/0', 'subscription/trialing/period over/1'))).toBe(false)
    expect(isGone(path, way(nameOf(path[0]!)))).toBe(false)
    expect(isGone(path, new Map([['invoice ada/sub 1/signup', way(...path.map(nameOf)).get('subscription ada/sub 1')!]]))).toBe(false)
  })

  it('says where it is closed, when nothing brings a sentence of it about', () => {
    expect(walked('a path', [sentence('attempt/started/payment failed/0'), sentence('attempt/failed/payment succeeded/0')])).toEqual({
      at: sentence('attempt/failed/payment succeeded/0'),
      because: expect.stringContaining('bank'),
    })
  })
})
