import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { exits } from './exit.ts'
import { install } from './systems.ts'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-install-'))
afterAll(() => rmSync(cwd, { recursive: true }))

/** A stand-in for npm: what matters here is what is made of its answers. */
function npm(name: string, script: string): string {
  const file = join(cwd, name)
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}

async function installed(name: string, command: string, flags: { readonly json?: boolean } = {}) {
  let out = ''
  const io = {
    out: (text: string) => void (out += text),
    err: () => undefined,
    stdin: async () => '',
    cwd,
    isTerminal: false,
    now: () => 0,
  }
  const exit = await install(name, flags, io, command)
  return { exit, out }
}

describe('systems install', () => {
  it('runs npm in the folder of the manifest, and says how to storm it', async () => {
    const { exit, out } = await installed('better-auth', npm('fine', 'test -f package-lock.json'))
    expect(exit).toBe(exits.held)
    expect(out).toContain('run --system better-auth')
  })

  it('is one object for machines', async () => {
    const { out } = await installed('better-auth', npm('fine', 'exit 0'), { json: true })
    expect(JSON.parse(out)).toMatchObject({ name: 'better-auth', installed: true })
  })

  it('says what npm said when it fails', async () => {
    await expect(installed('better-auth', npm('failing', 'echo no route to the registry >&2; exit 1'))).rejects.toThrow(
      /could not install better-auth: no route to the registry/,
    )
  })

  it('names the command that is missing', async () => {
    await expect(installed('better-auth', join(cwd, 'no-such-npm'))).rejects.toThrow(/there is no command .*no-such-npm/)
  })

  it('refuses what needs no installing, and what there is not', async () => {
    await expect(installed('reference', 'npm')).rejects.toThrow(/reference comes with billstorm[\s\S]*better-auth/)
    await expect(installed('beter-auth', 'npm')).rejects.toThrow(/no system "beter-auth"/)
  })
})
