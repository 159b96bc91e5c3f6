import { expect, it } from 'vitest'
import { exits } from './exit.ts'
import { main } from './main.ts'

async function lab(words: string): Promise<{ exit: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), stdin: async () => '' }
  const exit = await main(words.split(' '), { ...io, cwd: import.meta.dirname, isTerminal: false, now: () => 0 })
  return { exit, out, err }
}

it('says in how many runs a system broke, how, and what a bound leaves out', async () => {
  const { exit, out } = await lab('lab exhaust --system mutant:paid-but-locked-out --bound 1 --json')
  expect(exit).toBe(exits.broken)
  const worlds = JSON.parse(out) as readonly { readonly id: string; readonly broken: readonly { readonly code: string }[] }[]
  expect(worlds.map(({ id }) => id)).toEqual(['S3', 'S5', 'S12', 'S13'])
  for (const world of worlds) {
    expect(world).toMatchObject({ bound: 1, undecided: [], struck: { crash: 0 } })
    expect(world.broken.map(({ code }) => code)).toContain('BS027')
  }
})

it('says of whom it cannot tell, and of what is no bound', async () => {
  const other = await lab('lab exhaust --system better-auth')
  expect(other).toMatchObject({ exit: exits.misuse, err: expect.stringContaining('better-auth is not of our own making') })
  expect(await lab('lab exhaust --bound none')).toMatchObject({ exit: exits.misuse, err: expect.stringContaining('--bound') })
})
