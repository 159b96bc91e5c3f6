import type { ChildProcess } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { isRefusal } from '../harm/refusal.ts'
import type { Egress } from './enclosure.ts'
import { enclose } from './enclosure.ts'
import { endProcess, processOf } from './processes.ts'

const parents: ChildProcess[] = []
afterEach(() => {
  for (const parent of parents.splice(0)) parent.kill('SIGKILL')
})

/** Starts a billstorm of its own that runs one line for the shell, around by which it may be started. */
async function billstorm(
  egress: Egress,
  run: string,
  { around = [], amid = false }: { readonly around?: readonly string[]; readonly amid?: boolean } = {},
): Promise<{ parent: ChildProcess; says: Says }> {
  const own = [process.execPath, `${import.meta.dirname}/parent.fixture.ts`, egress, run, ...(amid ? ['amid'] : [])] as const
  const [program, ...rest] = [...around, ...own] as [string, ...string[]]
  const parent = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  parents.push(parent)
  const [bytes] = (await once(parent.stdout, 'data')) as [Buffer]
  return { parent, says: JSON.parse(String(bytes)) as Says }
}
interface Says {
  readonly folder?: string
  readonly memory?: string
  readonly printed?: string
  readonly rule?: string
  readonly says?: string
}

/** Processes on whose command line the word stands. */
const running = (word: string): readonly string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word)
    } catch {
      return false
    }
  })

async function noneLeft({ folder, memory }: Says, ...words: readonly string[]): Promise<void> {
  await expect.poll(() => words.flatMap(running), { timeout: 30_000 }).toEqual([])
  await expect.poll(() => [folder!, memory!].filter((each) => existsSync(each)), { timeout: 30_000 }).toEqual([])
}

/** A service in Go that does nothing but listen. */
const listensForever = `package main

import (
	"fmt"
	"net"
	"os"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("listens", listener.Addr().(*net.TCPAddr).Port, os.Args[1])
	for {
		connection, err := listener.Accept()
		if err != nil {
			os.Exit(1)
		}
		connection.Close()
	}
}
`

const unique = (): string => String(10_000_000 + Math.floor(Math.random() * 1e9))
const isLinux = process.platform === 'linux'
const hasGo = spawnSync('go', ['version']).status === 0

describe.runIf(isLinux).each(['guarded', 'unguarded'] as const)('%s, nothing is left', (egress) => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('after %s of billstorm, not even who left its session', async (signal) => {
    const long = unique()
    const { parent, says } = await billstorm(egress, `setsid sleep ${long} & sleep ${long} & trap '' TERM HUP; echo up; sleep ${long}`)
    expect(running(long).length).toBeGreaterThanOrEqual(3)
    expect(existsSync(says.folder!)).toBe(true)
    parent.kill(signal)
    await noneLeft(says, long)
  })

  it('after SIGKILL of billstorm while something was on its way to it', async () => {
    const long = unique()
    const { parent, says } = await billstorm(egress, `echo up; sleep ${long}`, { amid: true })
    // The guardian has handed over what it was asked for, and nobody says that it came.
    await sleep(300)
    expect(running(long).length).toBeGreaterThan(0)
    parent.kill('SIGKILL')
    await noneLeft(says, long)
  })

  it.runIf(hasGo)('after SIGKILL of billstorm, nor of what go run built and started', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'billstorm-go-'))
    const sleeper = join(folder, 'main.go')
    writeFileSync(sleeper, listensForever)
    const word = `sleeper-${unique()}`
    const { parent, says } = await billstorm(egress, `exec go run ${sleeper} ${word}`)
    expect(says.printed).toMatch(/^listens \d+/)
    // go itself, and what it built.
    expect(running(word).length).toBeGreaterThanOrEqual(2)
    parent.kill('SIGKILL')
    await noneLeft(says, word)
    rmSync(folder, { recursive: true })
  })
})

describe.runIf(isLinux).each(['guarded', 'unguarded'] as const)('%s, a guardian that is killed', (egress) => {
  it('is told of, and billstorm tidies up after it', async () => {
    const long = unique()
    const enclosure = await enclose({ egress })
    if (isRefusal(enclosure)) throw new Error(enclosure.says)
    const limits = { keepBytes: 1_000, floodBytes: 1_000_000, folder: import.meta.dirname, env: enclosure.environment({}) }
    const child = await enclosure.start({ run: `setsid sleep ${long} & sleep ${long}`, ...limits })
    if ('kind' in child) throw new Error(child.why)
    await expect.poll(() => running(long).length).toBeGreaterThanOrEqual(3)
    killGuardiansBelow(process.pid)
    expect((await child.exited).lastWords).toContain('the guardian is gone')
    await expect(enclosure.owners(1)).rejects.toThrow('the guardian is gone')
    await enclosure.end()
    await noneLeft({ folder: enclosure.folder, memory: enclosure.memory }, long)
  })
})

describe.runIf(isLinux)('guarded, nothing is left', () => {
  it('after SIGKILL of billstorm at any moment of the start', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'billstorm-start-'))
    for (let delayMs = 0; delayMs < 400; delayMs += 40) {
      const env = { ...process.env, TMPDIR: temporary }
      const parent = spawn(process.execPath, [`${import.meta.dirname}/parent.fixture.ts`, 'guarded', 'sleep 1000'], {
        env,
        stdio: 'ignore',
      })
      await sleep(delayMs)
      parent.kill('SIGKILL')
    }
    // The folder is named on the command line of whoever is to make the namespace.
    await expect.poll(() => running(temporary), { timeout: 30_000 }).toEqual([])
    expect(readdirSync(temporary)).toEqual([])
    rmSync(temporary, { recursive: true })
  })

  it('after SIGKILL of billstorm and of its guardian', async () => {
    const long = unique()
    const { parent, says } = await billstorm('guarded', `setsid sleep ${long} & echo up; sleep ${long}`)
    killGuardiansBelow(parent.pid!)
    await expect.poll(() => running(long), { timeout: 30_000 }).toEqual([])
    // The next that starts, here or anywhere on this machine, finds the folders, and leaves those that are in use.
    const [first, second] = [await enclose({ egress: 'guarded' }), await enclose({ egress: 'unguarded' })]
    if (isRefusal(first) || isRefusal(second)) throw new Error('no enclosure')
    await noneLeft(says)
    expect([first, second].flatMap(({ folder, memory }) => [folder, memory]).filter((each) => !existsSync(each))).toEqual([])
    await first.end()
    await second.end()
  })
})

/** Also who made the namespace for them, since their name stands there too. */
function killGuardiansBelow(above: number): void {
  const guardians = running('guardian.ts').filter((pid) => isBelow(Number(pid), above))
  expect(guardians.length).toBeGreaterThanOrEqual(1)
  for (const pid of guardians) endProcess(Number(pid))
}

function isBelow(pid: number, above: number): boolean {
  for (let at = processOf(pid); at !== undefined && at.pid > 1; at = processOf(at.parent)) if (at.pid === above) return true
  return false
}

const canForbid = isLinux && spawnSync('unshare', ['--user', '--map-root-user', 'true']).status === 0

describe('where namespaces are forbidden', () => {
  it.runIf(canForbid)('billstorm refuses, and names the flag', async () => {
    const forbid = 'echo 0 > /proc/sys/user/max_net_namespaces; exec "$@"'
    const { says } = await billstorm('guarded', 'true', { around: ['unshare', '--user', '--map-root-user', 'sh', '-c', forbid, 'sh'] })
    expect(says).toMatchObject({ rule: 'way out', says: expect.stringContaining("egress: 'unguarded'") })
    expect(says.says).toContain('unshare')
  })

  it.runIf(canForbid)('billstorm runs unguarded when it is told to', async () => {
    const forbid = 'echo 0 > /proc/sys/user/max_net_namespaces; exec "$@"'
    const { parent, says } = await billstorm('unguarded', 'echo up; exec sleep 1000', {
      around: ['unshare', '--user', '--map-root-user', 'sh', '-c', forbid, 'sh'],
    })
    expect(says.printed).toBe('up\n')
    parent.kill('SIGKILL')
    await noneLeft(says)
  })
})

const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
const canBeNobody =
  isLinux && process.getuid?.() === 0 && spawnSync(asNobody[0]!, [...asNobody.slice(1), process.execPath, '-p', '1']).status === 0

describe('who is not root', () => {
  it.runIf(canBeNobody)('has a way out that is closed as well', async () => {
    const look = `echo $(ip -o link | wc -l) $(id -u) $(ip link add a type dummy 2>/dev/null || echo denied); exec sleep 1000`
    const { parent, says } = await billstorm('guarded', look, { around: asNobody })
    expect(says.printed ?? says.says).toBe('1 65534 denied\n')
    parent.kill('SIGKILL')
    await noneLeft(says)
  })
})
