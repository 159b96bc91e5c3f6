import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'

/** Where other people's services run. */
const services = ['adapters/service/{enclosure,children,postgres}/**/*.test.ts', 'storm/{postgres,services,go-service,wire}.test.ts']

/**
 * Tests that cannot be made on this machine, said on standard error: on Linux services run in namespaces of their own, and where
 * those are forbidden, or `ip` is missing, billstorm refuses to start any.
 */
export function untestable(): readonly string[] {
  if (process.platform !== 'linux') return []
  const asUser = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user', '--keep-caps']
  const made = spawnSync('unshare', [...asUser, '--net', '--mount', '--ipc', '--pid', '--fork', 'ip', 'link', 'set', 'lo', 'up'], {
    encoding: 'utf8',
  })
  if (made.status === 0) return uninstalled()
  const why = made.error?.message ?? made.stderr.trim()
  process.stderr.write(`services are not tested: no network namespace can be made here (${why})\n`)
  return services
}

function uninstalled(): readonly string[] {
  const folder = 'adapters/postgres/package'
  if (existsSync(new URL(`../${folder}/node_modules`, import.meta.url))) return []
  process.stderr.write(`the billing service on Postgres is not tested: it is not installed (npm ci --prefix ${folder})\n`)
  return ['storm/postgres.test.ts']
}
