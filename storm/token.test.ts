import { scenarios } from '#scenarios'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '#simulator'
import type { Arena } from './arena.ts'
import { alone } from './crew.ts'
import { replayToken, StaleToken } from './replay.ts'
import { hashOf, parseToken, tokenText } from './token.ts'
import { toyArena, wrongWhenTwice } from './toy.fixture.ts'

describe('a token', () => {
  const token = { scenario: 'renewals/card-expires', hash: '3f9c2e1a', seed: 1204, system: 'mutant:no-dedupe' }

  it('reads back as it was written', () => expect(parseToken(tokenText(token))).toEqual(token))
  it.each(['', 'BS-4F2A91C3', 'cards@3f9c2e1a:x:reference', 'cards@zz:1:reference', 'a/b.case.json'])('is not %j', (text) =>
    expect(parseToken(text)).toBeUndefined(),
  )

  it('hangs on the workload, the faults and the version', () => {
    const [cards] = scenarios
    const workload = (seed: number) => (cards!.kind === 'drawn' ? cards!.workloadFor(seed) : cards!.workload)
    const hashes = [
      hashOf(workload(1), ['crash'], '1'),
      hashOf(workload(2), ['crash'], '1'),
      hashOf(workload(1), ['hold'], '1'),
      hashOf(workload(1), ['crash'], '2'),
    ]
    expect(new Set(hashes).size).toBe(4)
    expect(hashOf(workload(1), ['crash'], '1')).toBe(hashes[0])
  })

  it('replays its seed, or is refused when anything has changed', async () => {
    const arena = toyArena(wrongWhenTwice)
    const crew = alone(arena)
    const { workload } = arena.draw({ seed: 5, scenario: 'drawn' })
    const good = { scenario: 'drawn', hash: hashOf(workload, arena.faults, '1'), seed: 5, system: 'toy' }
    const direct = await crew.runTask({ seed: 5, scenario: 'drawn' })
    expect((await replayToken(arena, crew, good)).result.record).toEqual(direct.record)
    await expect(replayToken(arena, crew, { ...good, hash: '00000000' })).rejects.toThrow(StaleToken)
    await expect(replayToken(arena, crew, { ...good, hash: '00000000' })).rejects.toThrow('Replay the case file instead')
  })

  it('also replays what its seed shows only by the runs that are held against each other', async () => {
    const toy = toyArena(wrongWhenTwice)
    const broken = (seed: number) => toy.run(toy.draw({ seed, scenario: 'drawn' })) as RunResult
    const seed = Array.from({ length: 200 }, (_, at) => 16 * (at + 1)).find((each) => broken(each).verdict === 'broken')!
    const arena: Arena = {
      ...toy,
      run: (drawing) => ({ ...(toy.run(drawing) as RunResult), verdict: 'held', violations: [], record: new Map() }),
      compare: (drawing) => ({ result: toy.run({ scenario: 'drawn', ...drawing }) as RunResult, compared: 1, skipped: 0 }),
    }
    const { workload } = arena.draw({ seed, scenario: 'drawn' })
    const own = { scenario: 'drawn', hash: hashOf(workload, arena.faults, '1'), seed, system: 'toy' }
    const { result } = await replayToken(arena, alone(arena), own)
    expect(result).toMatchObject({ verdict: 'broken', record: broken(seed).record })
  })
})
