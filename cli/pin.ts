import { join, relative } from 'node:path'
import { isFailureId } from '#simulator'
import { caseNamed, writeCase } from './cases.ts'
import { type Exit, exits } from './exit.ts'
import { keptIn } from './folders.ts'
import { type Io, jsonTo, program } from './io.ts'
import { Misuse } from './misuse.ts'

/** Keeps a case beside the user's code, where it is replayed from now on. */
export async function pin(id: string, flags: { readonly out: string; readonly json?: boolean | undefined }, io: Io): Promise<Exit> {
  if (!isFailureId(id)) throw new Misuse(`${JSON.stringify(id)} is no failure id; one looks like BS-4F2A91C3`)
  const path = writeCase(caseNamed(id, io.cwd, flags.out), join(io.cwd, keptIn), 'run this in a folder that can be written')
  const shown = relative(io.cwd, path)
  if (flags.json === true) jsonTo(io, { id, caseFile: shown })
  else io.out(`kept ${shown}; commit it, and replay it with ${program} replay ${id}\n`)
  return exits.held
}
