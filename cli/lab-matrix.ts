import { setImmediate } from 'node:timers/promises'
import { isWhole, lackingIn, openArena, type Survey, scenariosNamed, surveying, systemNamed } from '#storm'
import { type Exit, exits } from './exit.ts'
import { type Io, jsonTo } from './io.ts'
import { matrixJson, matrixText } from './matrix-rows.ts'
import { Misuse } from './misuse.ts'
import { countFrom } from './count-from.ts'

export interface MatrixFlags {
  readonly system: string
  readonly seeds: string
  readonly json?: boolean | undefined
}

/** Runs directed stories and seeds with somebody looking on, and says of every cell, pair and transition what exercised it. */
export async function matrix(flags: MatrixFlags, io: Io): Promise<Exit> {
  const seeds = countFrom('--seeds', flags.seeds)
  const entry = systemNamed(flags.system)
  if (entry.watched === undefined)
    throw new Misuse(`${entry.name} is not made of our own machines, so nobody can look on; try --system reference`)
  const arena = await openArena(entry, scenariosNamed([]))
  const runs = surveying(entry, arena, seeds)
  let survey: Survey | undefined
  for (let count = 0; survey === undefined; count++) {
    // Runs that never wait would keep everything else waiting: signals, output.
    if (count % 50 === 0) await setImmediate()
    const next = runs.next()
    if (next.done === true) survey = next.value
  }
  const lacking = lackingIn(survey)
  if (flags.json === true) jsonTo(io, matrixJson(entry.name, survey, lacking))
  else io.out(`${matrixText(entry.name, survey, lacking)}\n`)
  return isWhole(lacking) && survey.deviations.length === 0 && survey.failures.length === 0 ? exits.held : exits.broken
}
