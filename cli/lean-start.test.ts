import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-'))
afterAll(() => rmSync(cwd, { recursive: true }))

const tellsModules = `import { registerHooks } from 'node:module'
const rooms = new Set()
registerHooks({ load(url, context, next) {
  const [, room] = /\\/(machines|simulator|scenarios|adapters|reports|storm|bench)\\/index\\.ts$/.exec(url) ?? []
  if (room !== undefined) rooms.add(room)
  return next(url, context)
} })
process.on('exit', () => process.stderr.write('rooms: ' + [...rooms].sort().join(' ') + '\\n'))`

/** The rooms whose doors a command opened, and the last that it said before. */
function opened(...words: readonly string[]): string {
  const preload = `data:text/javascript,${encodeURIComponent(tellsModules)}`
  const { stderr } = spawnSync(process.execPath, ['--import', preload, join(import.meta.dirname, 'bin.js'), ...words], {
    cwd,
    encoding: 'utf8',
  })
  return /rooms: (.*)\n$/.exec(stderr)?.[1] ?? stderr
}

it.each([['--version'], ['run --help'], ['rnu']])('no room is opened for %s', (words) => expect(opened(...words.split(' '))).toBe(''))

it('no storm is loaded for a file of facts, or for a state of them', () => {
  expect(opened('lab', 'recompute', '--facts', 'none', '--state', 'state')).toBe('machines')
  expect(opened('lab', 'facts', '--from', 'none', '--out', 'a.facts')).toBe('bench machines')
})
