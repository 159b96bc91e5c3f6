import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Runs the guard as if Node had that version; what comes after the guard is not of interest. */
function runAs(version: string) {
  const disguise = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`
  const preload = `data:text/javascript,${encodeURIComponent(disguise)}`
  return spawnSync(process.execPath, ['--import', preload, join(import.meta.dirname, 'bin.js'), '--help'], { encoding: 'utf8' })
}

describe('the guard', () => {
  it.each(['18.19.0', '20.20.2', '22.17.1'])('refuses Node %s and names the fix', (version) => {
    const { status, stderr } = runAs(version)
    expect(status).toBe(64)
    expect(stderr).toContain(`needs Node 22.18 or newer; this is Node ${version}`)
    expect(stderr).toContain('npx billstorm')
  })

  it.each(['22.18.0', '24.0.0'])('lets Node %s pass', (version) => expect(runAs(version).stderr).not.toContain('or newer'))
})
