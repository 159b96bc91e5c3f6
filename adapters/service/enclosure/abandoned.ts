import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderPrefix, removeFolders } from './folders.ts'
import type { Folders } from './messages.ts'

/** A socket that is there as long as the guardian is: the kernel closes it, however that ends. */
const alive = 'alive'
const other = 'memory-folder'

/** Shows to others that these folders are in use. */
export function showInUse({ folder, memory }: Folders): Promise<void> {
  writeFileSync(join(folder, other), memory)
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(join(folder, alive), resolve)
    server.unref()
  })
}

/** Removes folders whose guardian was killed, and billstorm with it: nobody else will. Those of other users are not ours. */
export async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name)
    if (!name.startsWith(folderPrefix) || !isOwn(folder) || !(await isAbandoned(folder))) continue
    const memory = readFileSync(join(folder, other), 'utf8')
    removeFolders({ folder, memory: isOwn(memory) ? memory : folder })
  }
}

const isOwn = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.uid === process.getuid?.()

/** Whose socket is there and refuses. Where there is none yet, somebody has just begun. */
function isAbandoned(folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path: join(folder, alive) })
    socket.once('connect', () => {
      socket.destroy()
      resolve(false)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
  })
}
