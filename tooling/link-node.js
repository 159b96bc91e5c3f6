// Runs after an install, in any Node. npm links the pinned Node into `.bin`; npm 9 and 10 take the link away again with the
// packages of the other platforms, so it is put back here. Where no package fits the machine, nothing happens.
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../node_modules', import.meta.url))
const isWindows = process.platform === 'win32'
const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`
const binary = `../${name}/bin/${isWindows ? 'node.exe' : 'node'}`
const bin = join(modules, '.bin')
const link = join(bin, isWindows ? 'node.cmd' : 'node')

if (existsSync(join(bin, binary)) && !existsSync(link)) {
  mkdirSync(bin, { recursive: true })
  if (isWindows) writeFileSync(link, `@"%~dp0\\${binary.replaceAll('/', '\\')}" %*\r\n`)
  else symlinkSync(binary, link)
}
