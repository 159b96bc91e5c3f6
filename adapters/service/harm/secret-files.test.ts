import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { refuseLiveKeys } from './secret-files.ts'

const key = ['sk', 'live', '51Nothing4242'].join('_')
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'billstorm-keys-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
const look = (env: Readonly<Record<string, string>> = {}, at = '.') => refuseLiveKeys({ folder: join(folder, at), env })

describe('a service that holds a live key', () => {
  it('is refused by the variable’s name, and the key is not told', () => {
    const refusal = look({ STRIPE_API_KEY: key, PATH: '/bin' })
    expect(refusal).toMatchObject({ kind: 'refused', rule: 'live key', says: expect.stringContaining('STRIPE_API_KEY') })
    expect(refusal?.says).not.toContain('51Nothing')
  })

  it.each(['.env', '.env.local', '.envrc', '.dev.vars', 'production.env', 'apps/api/.env.production'])(
    'is refused by %s and its line',
    (path) => {
      put(path, `A=1\n\nSTRIPE_API_KEY=${key}\n`)
      const refusal = look()
      expect(refusal?.says).toContain(`${path}:3;`)
      expect(refusal?.says).not.toContain('51Nothing')
    },
  )

  it('is refused by a file that a link leads to', () => {
    put('secrets/all', `K=${key}`)
    symlinkSync(join(folder, 'secrets/all'), join(folder, '.env'))
    expect(look()?.says).toContain('.env:1;')
  })

  it('is refused by a file of the repository that it stands in, and by none above that', () => {
    put('.env', `K=${key}`)
    put('shop/.git/HEAD', '')
    put('shop/services/api/main.go', '')
    expect(look({}, 'shop/services/api')).toBeUndefined()
    put('shop/.env.local', `K=${key}`)
    expect(look({}, 'shop/services/api')?.says).toContain('../../.env.local:1;')
  })
})

describe('a service that holds none', () => {
  it('may start, with keys of the test mode and whatever others’ packages hold', () => {
    put('.env', 'STRIPE_API_KEY=sk_test_51Nothing4242\n')
    put('node_modules/a/.env', `K=${key}`)
    put('README', `never use ${key}`)
    put('.env.d/notes', '')
    symlinkSync(join(folder, 'nowhere'), join(folder, '.env.broken'))
    expect(look({ STRIPE_API_KEY: 'sk_test_1' })).toBeUndefined()
  })

  it('is refused all the same when its folder is not there, or a file is too large to look through', () => {
    expect(look({}, 'none')?.says).toContain('cannot be looked through')
    put('.env', 'A=1\n'.repeat(1_100_000))
    expect(look()?.says).toContain('.env is too large')
  })
})
