import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { type Exit, exits } from './exit.ts'
import { adviceFor } from './init/advice.ts'
import { readFolder } from './init/folder.ts'
import { type Found, foundIn } from './init/found.ts'
import type { Guess } from './init/guess.ts'
import { configText, guessesIn } from './init/render.ts'
import { workflowFile, workflowText } from './init/workflow.ts'
import { type Io, jsonTo, program } from './io.ts'
import { Misuse } from './misuse.ts'

export interface InitFlags {
  readonly cwd: string
  readonly print?: boolean | undefined
  readonly json?: boolean | undefined
}

/** A file that is to stand in the folder. */
interface Planned {
  readonly path: string
  readonly text: string
  /** It stands there already, whatever is in it. */
  readonly stands: boolean
}

/** Looks at the folder of a service, and writes what says how it is wired: nothing that stands there is touched. */
export async function init(flags: InitFlags, io: Io): Promise<Exit> {
  const root = resolve(io.cwd, flags.cwd)
  const found = foundIn(readFolder(root))
  const planned = [plan(root, found.file, configText(found)), plan(root, workflowFile, workflowText(found))]
  const advice = adviceFor(found)
  const writes = flags.print !== true
  if (writes && planned[0]!.stands)
    throw new Misuse(`there is ${planned[0]!.path} already, and nothing is written over it; --print shows what would be written`)
  if (writes) for (const each of planned.filter(({ stands }) => !stands)) write(root, each)
  if (flags.json === true) {
    jsonTo(io, {
      schema: 'billstorm.init/1',
      found: told(found),
      files: planned.map(({ path, text, stands }) => ({ path, text, written: writes && !stands })),
      advice,
    })
    return exits.held
  }
  if (!writes) {
    io.out(planned.map(({ path, text }) => `// ${path}\n${text}`).join('\n'))
    return exits.held
  }
  const [config] = planned
  const here = relative(io.cwd, root)
  const given = `./${here === '' ? '' : `${here}/`}${found.file}`
  const lines = [
    ...seen(found),
    '',
    ...planned.map(({ path, stands, text }) =>
      stands
        ? ` there is ${path} already: left as it is`
        : ` wrote     ${path}${path === found.file ? `, ${guessesIn(text)} lines in it are guesses, marked as such` : ''}`,
    ),
    ...(advice.length === 0 ? [] : ['', ...advice.map((line) => ` ${line}`)]),
    '',
    ` next      look at the guesses in ${config!.path}, then ${program} doctor --system ${given}`,
  ]
  io.out(`${lines.join('\n')}\n`)
  return exits.held
}

const plan = (root: string, path: string, text: string): Planned => ({ path, text, stands: existsSync(join(root, path)) })

/** @throws Misuse when it cannot be written */
function write(root: string, { path, text }: Planned): void {
  const full = join(root, path)
  try {
    mkdirSync(dirname(full), { recursive: true })
    // Nobody's file is written over, not even one that came just now.
    writeFileSync(full, text, { flag: 'wx' })
  } catch (error) {
    throw new Misuse(`${full} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'no reason given'}); --print shows it`)
  }
}

/** What was found, a line each. */
function seen({ stack, webhook, ready, commands, jobs, events, plans, authority, tables, variables }: Found): readonly string[] {
  const line = (what: string, guess: Guess<string> | undefined, missing: string): string =>
    guess === undefined
      ? ` ✗ ${what.padEnd(12)}${missing}`
      : ` ${guess.isSure ? '✓' : '?'} ${what.padEnd(12)}${guess.value}  (${guess.where})`
  const list = (what: string, all: readonly string[], missing: string): string =>
    all.length === 0 ? ` ✗ ${what.padEnd(12)}${missing}` : ` ? ${what.padEnd(12)}${all.join(', ')}`
  return [
    line('framework', stack.framework, 'none of those that are known'),
    line('start', stack.start, 'no script `start` in package.json'),
    line('database', stack.store, 'no driver that is known: Postgres is taken'),
    line('migrations', stack.migrate, 'no script `migrate`: it is taken to make its tables when it starts'),
    line('ready', ready, 'no path such as /healthz: GET / is taken'),
    line('webhook', webhook, 'no path with webhook in it'),
    list('listens', events, 'no type of event in its code: all are taken'),
    line('authority', authority, 'nothing asks the provider for money: provider is taken'),
    line(
      'plans',
      plans === undefined ? undefined : { ...plans, value: plans.value.map(({ name }) => name).join(', ') },
      'nothing that looks like plans',
    ),
    list(
      'commands',
      commands.map(({ value }) => `${value.wish}: ${value.method} ${value.path}`),
      'no path such as /subscribe',
    ),
    ...(jobs.length === 0
      ? []
      : [
          list(
            'jobs',
            jobs.map(({ value }) => value),
            '',
          ),
        ]),
    list(
      'environment',
      variables.map(({ name }) => name),
      'none is read',
    ),
    list(
      'tables',
      tables.map(({ name }) => name),
      'none is made in SQL',
    ),
  ]
}

const told = ({ stack, webhook, ready, commands, jobs, events, plans, authority, tables, variables, isRedirected }: Found) => ({
  ...stack,
  webhook,
  ready,
  commands,
  jobs,
  listens: events,
  plans,
  authority,
  tables,
  variables,
  isRedirected,
})
