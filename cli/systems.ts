import { cpSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { manifests, type PackageManifest } from '#adapters'
import { faults, lacks } from '#simulator'
import { systems as all, systemNamed } from '#storm'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo, program } from './io.ts'
import { Misuse } from './misuse.ts'
import { type SystemRow, systemsText } from './systems-text.ts'

/** Lists every system, what it can do, and which faults are off for it and why. */
export async function systems(flags: { readonly json?: boolean | undefined }, io: Io): Promise<Exit> {
  const rows = await Promise.all(
    all.map(async ({ name, kind, create, declares, source, installed }): Promise<SystemRow> => {
      if (!installed()) return { name, kind, installed: false, declares, source }
      const system = await create()
      const { capabilities, version } = system
      const faultsOff = faults
        .map((fault) => ({ name: fault.name, because: lacks(fault, capabilities).join(', ') }))
        .filter(({ because }) => because !== '')
        .map(({ name: fault, because }) => ({ name: fault, because: `lacks ${because}` }))
      return { name, kind, level: capabilities.level, version, capabilities, faultsOff, installed: true, declares, source }
    }),
  )
  if (flags.json === true) {
    jsonTo(io, rows)
    return exits.held
  }
  io.out(systemsText(rows))
  return exits.held
}

/**
 * Installs a package that others wrote, in the versions that are stormed.
 * @param npm the command that installs; another one in tests
 */
export async function install(name: string, flags: { readonly json?: boolean | undefined }, io: Io, npm: string = 'npm'): Promise<Exit> {
  const entry = systemNamed(name)
  const manifest = manifests[name]
  if (manifest === undefined)
    throw new Misuse(`${name} comes with billstorm and needs no installing; what can be installed: ${Object.keys(manifests).join(', ')}`)
  const folder = prepared(manifest, io.cwd)
  if (flags.json !== true) io.out(`installs ${name} into ${folder}\n`)
  // Only here, so that no other command waits for it to load.
  const { execa } = await import('execa')
  const ran = await execa(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, reject: false })
  if (ran.code === 'ENOENT') throw new Misuse(`there is no command ${npm}; install npm, then ask again`)
  if (ran.failed)
    throw new Misuse(
      `npm could not install ${name}: ${ran.stderr.trim().split('\n').slice(0, 5).join('\n')}\nis its registry within reach? \`npm ci\` in ${folder} says more`,
    )
  if (flags.json === true) jsonTo(io, { name, folder, installed: true })
  else io.out(`installed; ${program} run --system ${entry.name} storms it\n`)
  return exits.held
}

/** The folder to install in, with the manifest in it. @throws Misuse when it cannot be written */
function prepared({ folder, files, folderFor }: PackageManifest, cwd: string): string {
  const into = folderFor(cwd)
  const path = fileURLToPath(into)
  if (into.href === folder.href) return path
  try {
    mkdirSync(into, { recursive: true })
    for (const file of files) cpSync(new URL(file, folder), new URL(file, into), { recursive: true })
  } catch (error) {
    throw new Misuse(
      `${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'no reason given'}); run this in a folder that can`,
    )
  }
  return path
}
