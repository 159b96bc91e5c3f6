import { faults, lacks } from '#simulator'
import { systems as all } from '#storm'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo } from './io.ts'

/** Lists every system, what it can do, and which faults are off for it and why. */
export async function systems(flags: { readonly json?: boolean | undefined }, io: Io): Promise<Exit> {
  const rows = await Promise.all(
    all.map(async ({ name, kind, create, declares, source, installed }) => {
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
  const width = Math.max(...rows.map(({ name }) => name.length))
  for (const row of rows) {
    const what =
      row.level === undefined
        ? 'not installed'
        : `${row.level}, keeps a ${row.capabilities.keeps}, ${row.faultsOff.length === 0 ? 'every fault' : `without ${row.faultsOff.map(({ name, because }) => `${name} (${because})`).join(', ')}`}`
    const bug = row.declares === undefined ? '' : `; must break ${row.declares}${row.source === undefined ? '' : `, as ${row.source}`}`
    io.out(`${row.name.padEnd(width)}  ${row.kind.padEnd(9)}  ${what}${bug}\n`)
  }
  return exits.held
}
