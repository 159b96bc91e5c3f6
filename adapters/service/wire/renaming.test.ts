import { expect, it } from 'vitest'
import { createRenaming } from './renaming.ts'

const wall = Date.parse('2026-11-22T11:00:00Z')
const renaming = (): ReturnType<typeof createRenaming> =>
  createRenaming(
    (id) => (id === 'pi_3Qa9bC8dE7fG6hI5jK4l' ? 'pi_ada_1' : id),
    () => wall,
  )
const one = '0b0d2c9e-3a66-4f52-8b8e-1c1d1e1f2a2b'
const other = 'F00D2C9E-3A66-4F52-8B8E-1C1D1E1F2A2B'

it('names what nobody here made by the order in which it appeared', () => {
  const { of } = renaming()
  expect([one, other, one].map(of)).toEqual(['uuid#1', 'uuid#2', 'uuid#1'])
  expect(of('V1StGXR8_Z5jdHi6B-myT')).toBe('drawn#1')
  expect(of('2026-11-22 10:59:59.123+00')).toBe('time#1')
  const micros = BigInt(wall - Date.UTC(2000, 0, 1)) * 1_000n
  expect(of(`\\x${micros.toString(16).padStart(16, '0')}`)).toBe('time#2')
  expect(of('\\x000000000000000a')).toBe('\\x000000000000000a')
})

it('leaves what the world made: its times, its amounts, its words', () => {
  const { of } = renaming()
  for (const value of ['2024-01-31T00:00:00.000+00:00', '1999', 'ada@example.com', 'past_due', null]) expect(of(value)).toBe(value)
})

it('shows ids of the provider as the report does', () => expect(renaming().of('pi_3Qa9bC8dE7fG6hI5jK4l')).toBe('pi_ada_1'))

it('says nothing of an order when it only looks', () => {
  const { of, peek } = renaming()
  expect(peek(other)).toBe('uuid#')
  expect(of(one)).toBe('uuid#1')
  expect(peek(one)).toBe('uuid#1')
})
