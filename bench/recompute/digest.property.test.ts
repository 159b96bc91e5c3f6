import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Digest, digestOf, digestText, noDigest, Summing, sumOf } from './digest.ts'

const asBig = ({ high, low }: Digest): bigint => (BigInt(high) << 32n) + BigInt(low)
const added = (texts: readonly string[]): Digest => {
  const sum = new Summing()
  for (const text of texts) sum.add(digestOf(text))
  return sum.digest
}

it('is a sum modulo 2^64 of what it was given, in any order and in any parts', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 40 }), fc.nat(), fc.nat(), (texts, by, cut) => {
      const whole = added(texts)
      expect(asBig(whole)).toBe(texts.reduce((sum, text) => sum + asBig(digestOf(text)), 0n) % 2n ** 64n)
      const at = texts.length === 0 ? 0 : by % texts.length
      const turned = [...texts.slice(at), ...texts.slice(0, at)]
      const part = turned.length === 0 ? 0 : cut % turned.length
      expect(added(turned)).toEqual(whole)
      expect(sumOf(added(turned.slice(part)), added(turned.slice(0, part)))).toEqual(whole)
      expect(sumOf(whole, noDigest)).toEqual(whole)
    }),
  )
})

it('tells texts apart that differ in one place, and carries into both halves', () => {
  const halves = new Set<string>()
  const seen = new Set<string>()
  for (let number = 0; number < 100_000; number++) {
    const { high, low } = digestOf(`{"account":"a","paid":${number}}`)
    seen.add(digestText({ high, low }))
    halves.add(`low ${low & 0xff}`).add(`high ${high >>> 24}`)
  }
  expect(seen.size).toBe(100_000)
  expect(halves.size).toBe(512)
})

it('has each bit of the 64 set in about half of many texts, and the halves apart from each other', () => {
  const many = 20_000
  const ones = Array.from({ length: 64 }, () => 0)
  let agreeing = 0
  for (let number = 0; number < many; number++) {
    const { high, low } = digestOf(`{"account":"ada${number}x","status":"active","plan":"pro","quantity":1,"paid":1999}`)
    for (let bit = 0; bit < 32; bit++) {
      ones[bit]! += (low >>> bit) & 1
      ones[bit + 32]! += (high >>> bit) & 1
      agreeing += ((low ^ high) >>> bit) & 1 ? 0 : 1
    }
  }
  for (const count of ones) expect(Math.abs(count / many - 0.5)).toBeLessThan(0.02)
  expect(Math.abs(agreeing / (many * 32) - 0.5)).toBeLessThan(0.01)
})

it('is the same on every machine and every Node', () => {
  expect(digestText(digestOf(''))).toBe('03965d300ac8bd79')
  expect(digestText(digestOf('ada'))).toBe('49ae23a071089b37')
  expect(digestText(added(['ada', 'bob', 'é☂𝄞']))).toBe('b1e37f0b6941c040')
})
