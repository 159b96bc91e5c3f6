import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** One start of the command line before all others, so that threads and processes of the tests find everything compiled. */
export function setup(): void {
  execFileSync(process.execPath, [join(import.meta.dirname, '../cli/bin.js'), 'systems'], { stdio: 'ignore' })
}
