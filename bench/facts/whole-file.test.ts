import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { inFolder } from './facts.fixture.ts'
import { WholeFile } from './whole-file.ts'

it('a file is there whole or not at all, and one that was there stays until then', () =>
  inFolder((file) => {
    const path = file('a')
    writeFileSync(path, 'before')
    const whole = new WholeFile(path)
    whole.write(Buffer.from('after'))
    expect(readFileSync(path, 'utf8')).toBe('before')
    whole.commit()
    expect(readFileSync(path, 'utf8')).toBe('after')
    const given = new WholeFile(path)
    given.write(Buffer.from('never'))
    given.abort()
    expect(readFileSync(path, 'utf8')).toBe('after')
    expect(readdirSync(dirname(path))).toEqual(['a'])
  }))

it.each(['process.exit(130)', "throw new Error('out of luck')"])('a process that ends by %s leaves nothing of it', (ends) =>
  inFolder((file) => {
    const code = `const { WholeFile } = await import(${JSON.stringify(join(import.meta.dirname, 'whole-file.ts'))})
      new WholeFile(${JSON.stringify(file('a'))}).write(Buffer.from('half'))
      ${ends}`
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', code]).status).not.toBe(0)
    expect(readdirSync(dirname(file('a')))).toEqual([])
  }),
)
