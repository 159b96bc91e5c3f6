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
  expect(findPrograms(path)).toEqual({ initdb: join(folder, 'whole/initdb'), postgres: join(folder, 'whole/postgres') })
  rmSync(folder, { recursive: true })
})
