import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * The environment of a thread that loads our files. Threads come up in half the time when Node finds compiled what another has read
 * before. And Node takes the types out of files by WebAssembly: an engine that does so in several threads at once has died of it.
 * @source github.com/bardesss/haelan/pull/187, a core dump of it; Node's own folder, nodejs.org/api/module.html#module-compile-cache
 */
export const threadEnv = (): NodeJS.ProcessEnv => ({ NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env })
