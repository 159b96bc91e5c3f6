import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { catalogue, invariantFor, notApplicable, standardInvariants } from './catalogue.ts'
import { transparentFaultsChangeNothing } from './end-state.ts'
import { figuresAreCountedTwice } from './kpis/counted-twice.ts'
import { mirrorOf, sceneOf } from './scene-of.fixture.ts'

const pages = new URL('../../docs/invariants/', import.meta.url)

test('a code belongs to one invariant, and so does a name', () => {
  expect(new Set(catalogue.map((each) => each.code)).size).toBe(catalogue.length)
  expect(new Set(catalogue.map((each) => each.name)).size).toBe(catalogue.length)
})

/** What judges one run, what judges two, and what judges those that count. */
const all = [...catalogue, transparentFaultsChangeNothing, figuresAreCountedTwice]

test.each(all.map((each) => [each.code, each.name]))('%s has a page that names it and stays short', (code, name) => {
  const page = new URL(`${code}.md`, pages)
  expect(existsSync(page), `docs/invariants/${code}.md`).toBe(true)
  const text = readFileSync(page, 'utf8')
  expect(text.startsWith(`# ${code} ${name}\n`)).toBe(true)
  expect(text.split('\n').length).toBeLessThanOrEqual(26)
  for (const heading of ['What', 'Example', 'Why it costs money', 'Usual fix', 'Turn it off']) expect(text).toContain(`**${heading}.**`)
})

test('no page describes an invariant that is not there', () => {
  const codes = readdirSync(pages).map((file) => file.replace('.md', ''))
  expect(codes.filter((code) => !all.some((each) => each.code === code))).toEqual([])
})

test('all of them hold in a healthy world, whoever owns the cycle', () => {
  const scenes = (['commit', 'quiet', 'end'] as const).flatMap((at) => [sceneOf({ at }), mirrorOf({ at })])
  const broken = scenes.flatMap((scene) =>
    catalogue.filter((each) => each.needs.every((sight) => scene.view[sight] !== undefined) && each.violations(scene).length > 0),
  )
  expect(broken.map((each) => each.code)).toEqual([])
})

test('a mirror is judged by what is universal, a ledger by our policy too, and only our own mirror answers for the twin', () => {
  const codes = (keeps: 'ledger' | 'mirror', level: 'native' | 'L3', authority: 'ours' | 'provider'): readonly string[] =>
    standardInvariants({ keeps, level, authority }).map((each) => each.code)
  expect(codes('ledger', 'native', 'ours')).toEqual(
    catalogue.map((each) => each.code).filter((code) => !['BS001', 'BS002', 'BS003', 'BS012', 'BS112'].includes(code)),
  )
  expect(codes('mirror', 'L3', 'provider').filter((code) => invariantFor(code)?.stance === 'policy')).toEqual([])
  expect(codes('mirror', 'L3', 'provider')).not.toContain('BS112')
  expect(codes('mirror', 'native', 'provider')).toContain('BS112')
})

test('what is about the provider’s own objects is not for a system whose provider keeps none, and that is said', () => {
  const told = notApplicable({ keeps: 'ledger', level: 'native', authority: 'ours' })
  expect(told.map((each) => each.code)).toEqual(['BS001', 'BS002', 'BS003', 'BS012'])
  expect(new Set(told.map((each) => each.because))).toEqual(new Set(['its provider keeps no subscriptions or invoices']))
  expect(notApplicable({ keeps: 'mirror', level: 'native', authority: 'provider' })).toEqual([])
})
