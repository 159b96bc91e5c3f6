import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inFolder } from './facts.fixture.ts'
import { generate } from './generate.ts'
import { makeLibrary } from './library/make-library.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/facts-format.md'), 'utf8')
const program = /```python\n(.*?)```/s.exec(page)![1]!
const hasPython = spawnSync('python3', ['--version']).status === 0

it.skipIf(!hasPython)('whoever has read the page alone reads the binary format: the program on it prints the lines', async () => {
  const library = await makeLibrary('full', 5, 30, () => undefined)
  await inFolder(async (file) => {
    const wish = { facts: 2_000, seed: 5, profile: 'full' as const }
    await generate(library, { ...wish, path: file('a.facts'), format: 'binary' }, () => undefined)
    await generate(library, { ...wish, path: file('a.ndjson'), format: 'ndjson' }, () => undefined)
    writeFileSync(file('read.py'), program)
    const { stdout, stderr } = spawnSync('python3', [file('read.py'), file('a.facts')], { encoding: 'utf8', maxBuffer: 1e8 })
    expect(stderr).toBe('')
    expect(stdout).toBe(readFileSync(file('a.ndjson'), 'utf8'))
  })
})
