import { Command } from 'commander'
import type { BenchFlags } from './bench.ts'
import type { RecomputeFlags } from './bench-recompute.ts'
import type { DemoFlags } from './demo.ts'
import type { DoctorFlags } from './doctor.ts'
import type { Exit } from './exit.ts'
import type { InitFlags } from './init.ts'
import { defaultOut } from './folders.ts'
import type { Io } from './io.ts'
import type { FactsFlags } from './lab-facts.ts'
import type { ExhaustFlags } from './lab-exhaust.ts'
import type { KpiFlags } from './lab-kpi.ts'
import type { MatrixFlags } from './lab-matrix.ts'
import type { KeepFlags } from './lab-recompute.ts'
import type { MutantFlags } from './lab-mutants.ts'
import type { ReplayFlags } from './replay.ts'
import type { RunFlags } from './run.ts'
import type { TwinFlags } from './twin.ts'
import { version } from './version.ts'
import { workersFrom } from './workers-from.ts'

/** The whole command line; what a command needs is loaded when it runs. @param ends is told what each command came to */
export function programFor(io: Io, ends: (exit: Exit) => void): Command {
  const program = new Command('billstorm')
  const command = (parent: Command, usage: string, about: string, example: string): Command =>
    parent.command(usage).description(about).addHelpText('after', `\nExample:\n  $ npx billstorm ${example}\n`).allowExcessArguments(false)
  const json = ['--json', 'print JSON instead of text'] as const
  const out = ['--out <dir>', 'where the cases of failures lie', defaultOut] as const

  program
    .description('Storms billing systems: simulated customers, providers and networks, under the control of one seed.')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'show help')
    .helpCommand(false)
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      outputError: (text, write) => write(`billstorm: ${inOneLine(text)} --help has an example\n`),
    })
    .exitOverride()
    .addHelpText(
      'after',
      '\nExample:\n  $ npx billstorm run --system reference --seeds 200\n\nExit codes: 0 held, 1 broken, 2 undecided, 64 misuse, 70 our own bug.\n',
    )

  command(program, 'demo', 'red first: a naive handler breaks, one changed line holds, a real package if installed', 'demo')
    .option(...json)
    .action(async (flags: DemoFlags) => ends(await (await import('./demo.ts')).demo(flags, io)))

  command(program, 'init', 'looks at your service and writes the file that says how it is wired, with guesses marked', 'init --print')
    .option('--cwd <dir>', 'the folder in which your service is started', '.')
    .option('--print', 'print what would be written instead')
    .addHelpText('after', '\nWrites billstorm.config.ts and a workflow, never over what stands there. Nothing of the service is run.\n')
    .option(...json)
    .action(async (flags: InitFlags) => ends(await (await import('./init.ts')).init(flags, io)))

  command(
    program,
    'doctor',
    'proves step by step that a service is wired as it should be, before it is stormed',
    'doctor --system ./billstorm.ts',
  )
    .requiredOption('--system <path>', 'the file that says how your service is started and asked')
    .option('--reruns <count>', 'how often one seed is run, which must come to one digest', '3')
    .addHelpText('after', '\nExits 1 when a step is wrong, 2 when one could not be proved. Nothing of it is left running.\n')
    .option(...json)
    .action(async (flags: DoctorFlags) => ends(await (await import('./doctor.ts')).doctor(flags, io)))

  command(program, 'run [scenario...]', 'storms systems; shrinks what breaks', 'run cards --system reference --seeds 200')
    .option('--system <name...>', 'systems to storm: names, or paths of modules that export one', ['reference'])
    .option('--seeds <count>', 'how many seeds, from 1; or pinned (default: 200)')
    .option('--seed <seed>', 'this seed alone')
    .option('--time <span>', 'as many seeds as fit, such as 60s or 10m')
    .option('--workers <count>', 'threads, or auto', workersFrom)
    .option('--shard <i/n>', 'the i-th part of n of all seeds')
    .option('--faults <name...>', 'all that may deviate, or none (default: whatever the system can be struck by)')
    .option('--max-failures <count>', 'failures that are shrunk and shown; the others are counted (default: 10)')
    .option('--report <kind>', 'terminal or json', 'terminal')
    .option(...out)
    .option('--no-shrink', 'leave failures as large as they were found')
    .option(...json)
    .action(async (names: readonly string[], flags: RunFlags) => ends(await (await import('./run.ts')).run(names, flags, io)))

  command(
    program,
    'replay <case>',
    'runs a case again, exactly: an id, a token, a file, a scenario or one of its seeds (cards:11), or - for standard input',
    'replay BS-4F2A91C3 --trace',
  )
    .option('--system <name>', 'another system than the one it was found in: a name, or the path of a module')
    .option('--until <step>', 'print what happened up to this step')
    .option('--trace', 'print everything that happened')
    .option('--invoice <id>', 'print the life of one invoice: who did what, and because of what')
    .option(...out)
    .option(...json)
    .action(async (what: string, flags: ReplayFlags) => ends(await (await import('./replay.ts')).replay(what, flags, io)))

  command(program, 'pin <id>', 'keeps a case in billstorm/cases/', 'pin BS-4F2A91C3')
    .option(...out)
    .option(...json)
    .action(async (id: string, flags: { readonly out: string; readonly json?: boolean }) =>
      ends(await (await import('./pin.ts')).pin(id, flags, io)),
    )

  const listed = command(program, 'systems', 'lists the systems, what they can do, and which faults are off', 'systems --json')
    .option(...json)
    .action(async (flags: { readonly json?: boolean }) => ends(await (await import('./systems.ts')).systems(flags, io)))
  command(listed, 'install <name>', 'installs a package that others wrote, to be stormed', 'systems install better-auth')
    .option(...json)
    // The list knows the flag as well and takes it first.
    .action(async (name: string, _: unknown, self: Command) =>
      ends(await (await import('./systems.ts')).install(name, self.optsWithGlobals(), io)),
    )

  const twin = command(program, 'twin', 'serves the simulated provider by itself, to any program that speaks HTTP', 'twin stripe --seed 7')
  command(
    twin,
    'stripe',
    'the card provider at an address of this machine, with webhooks, a clock that can be moved, and faults on order',
    'twin stripe --webhook http://localhost:3000/webhooks',
  )
    .option('--port <port>', 'where it listens; 0 for any that is free', '12111')
    .option('--webhook <url...>', 'addresses on this machine that are told what happens')
    .option('--secret <secret>', 'signs what they are told (default: one for each address, always the same)')
    .option('--seed <seed>', 'draws what banks and networks do by themselves (default: nothing; test cards do what their number says)')
    .option('--at <moment>', 'the clock stands there until it is moved (default: it runs with this machine’s)')
    .option('--log <kind>', 'text or json: a line for each request and each webhook', 'text')
    .addHelpText(
      'after',
      '\nPoint an SDK at it: new Stripe("sk_test_twin", { host: "127.0.0.1", port: 12111, protocol: "http" }). Nothing leaves this machine.\n' +
        'http://127.0.0.1:12111/_billstorm/ lists the controls: clock, faults, state, reset. docs/twin.md has all of it. Ctrl-C ends it.\n',
    )
    .action(async (flags: TwinFlags) => ends(await (await import('./twin.ts')).twinStripe(flags, io)))

  const bench = command(program, 'bench', 'measures, each beside a baseline in the same run', 'bench simulator --time 3000')
  command(bench, 'simulator', 'events a second of a native system’s storm', 'bench simulator --system reference')
    .option('--system <name>', 'a native system', 'reference')
    .option('--time <ms>', 'milliseconds that each is measured for', '3000')
    .option(...json)
    .action(async (flags: BenchFlags) => ends(await (await import('./bench.ts')).simulatorBench(flags, io)))
  command(
    bench,
    'recompute',
    'facts a second from a file of facts to the state of every account, ours beside all who compete',
    'bench recompute --facts 100000 --workers auto',
  )
    .requiredOption('--facts <file>', 'a file of facts, or how many are to be drawn; a drawn file is kept in the cache')
    .option('--profile <name>', 'what is drawn: core or full', 'full')
    .option('--workers <count>', 'threads that go through the file together, in turn with one alone; or auto', workersFrom)
    .option('--rounds <count>', 'how often the whole file is gone through', '7')
    .option('--prefix <count>', 'facts, in whole accounts, that all who compete fold', '20000')
    .option('--time <ms>', 'milliseconds that each of them is measured for', '1000')
    .option('--memory <mb>', 'what facts in memory may take; larger files are read in several passes', '4096')
    .option('--accountant <count>', 'about how many accounts the accountant of the storm works out as well; 0: none', '100')
    .option('--growth', 'go through drawn files of 100,000 facts and ten times as many each, up to --facts, instead')
    .option(
      '--own <what>',
      'your own recompute instead: a system, the path of its module, or a command that reads facts and prints a line of state for each account',
    )
    .option('--time-limit <s>', 'seconds after which your own is ended', '600')
    .option('--save <file>', 'store how fast our fold is beside a kernel that no change touches')
    .option('--against <file>', 'hold it against what was stored; exits 1 when it is slower for sure')
    .option('--fail-below <ratio>', 'of the stored speed; all of a bootstrap interval must lie below', '0.9')
    .addHelpText(
      'after',
      '\nThe compiled tables are asked, XState\u2019s pure transition, the same with a reused scope, its actors, and for the profile core a\nfold written by hand. All must come to one digest: exits 1 when one does not, and shows its first accounts.\n',
    )
    .option(...json)
    .action(async (flags: RecomputeFlags) => ends(await (await import('./bench-recompute.ts')).recomputeBench(flags, io)))

  const lab = command(program, 'lab', 'for those who work on oracles and strategies', 'lab mutants --seeds 10')
  command(lab, 'verify', 'runs every seed twice, in two processes, and compares', 'lab verify --system reference --seeds 100')
    .option('--system <name>', 'the system', 'reference')
    .option('--seeds <count>', 'how many seeds', '100')
    .option(...json)
    .action(async (flags: { readonly system: string; readonly seeds: string; readonly json?: boolean }) =>
      ends(await (await import('./lab-verify.ts')).verify(flags, io)),
    )
  command(
    lab,
    'mutants',
    'searches for the planted bugs from several seeds on; each must be caught by the invariant it declares',
    'lab mutants --seeds 10',
  )
    .option('--system <name...>', 'some of them (default: all)')
    .option('--seeds <count>', 'independent searches for each', '10')
    .option('--budget <count>', 'seeds a search may run, from its own first one', '4000')
    .option('--quiet <count>', 'seeds run with no faults, to see whether it holds there', '100')
    .addHelpText(
      'after',
      '\nA search ends at the first seed whose failures include the declared invariant; the case is shrunk and verified.\nExits 1 when a mutant is missed by every search, or a figure misses its bound: elements median 4 and p95 8, all\nverified, executions median 60, nine in ten cases with the usual id of their mutant, no id under two invariants.\n',
    )
    .option(...json)
    .action(async (flags: MutantFlags) => ends(await (await import('./lab-mutants.ts')).mutants(flags, io)))
  command(
    lab,
    'matrix',
    'says of every cell of the outcome matrix, every start and every transition what exercised it',
    'lab matrix --seeds 500',
  )
    .option('--system <name>', 'a system made of our own machines', 'reference')
    .option('--seeds <count>', 'seeds to run after the directed stories', '200')
    .addHelpText(
      'after',
      '\nA cell counts when a run took it and its six effects (subscription, invoice, access, ledger, what is tried next,\nwhat the customer is told) are what the matrix says, read from the rows before and after and from the provider\u2019s\nbooks. A refused start counts when it was tried and answered with its reason and nothing changed.\nExits 1 when something that could be met was not, when an effect deviates, or when a run does not hold.\n',
    )
    .option(...json)
    .action(async (flags: MatrixFlags) => ends(await (await import('./lab-matrix.ts')).matrix(flags, io)))
  command(lab, 'kpi', 'counts what a business wants to know: rollbacks, bad debt, disagreements, coverage, recovery', 'lab kpi --seeds 200')
    .option('--system <name...>', 'systems that keep books of their own', ['reference'])
    .option('--seeds <count>', 'how many seeds', '200')
    .addHelpText(
      'after',
      '\nEach figure is counted twice, by code that shares nothing. Exits 1 when a system does not keep what correct billing promises.\n',
    )
    .option(...json)
    .action(async (flags: KpiFlags) => ends(await (await import('./lab-kpi.ts')).kpi(flags, io)))
  command(lab, 'exhaust', 'makes every run of four small worlds; what teams had built before must break in them', 'lab exhaust --bound 1')
    .option('--system <name>', 'a system of ours that must hold', 'reference')
    .option('--bound <count>', 'deviations in one run; one that comes up at every read and write counts as two', '2')
    .addHelpText(
      'after',
      '\nOne customer, up to three periods, every set of deviations within the bound, each once: payments that fail, answers and\nwebhooks that are lost, late, tied or doubled, workers that die, pause or overtake. Exits 1 when the system breaks in a run, or\na planted mistake in none.\n',
    )
    .option(...json)
    .action(async (flags: ExhaustFlags) => ends(await (await import('./lab-exhaust.ts')).exhaustive(flags, io)))
  command(
    lab,
    'facts',
    'writes a file of facts to recompute: lives of the reference, told of any number of accounts',
    'lab facts --facts 10000 --profile full --out accounts.facts',
  )
    .requiredOption('--out <file>', 'the file; its ending says the format: .facts is binary, .ndjson has a fact a line')
    .option('--facts <count>', 'how many facts, from 500', '100000')
    .option('--seed <seed>', 'what is drawn from', '1')
    .option('--profile <profile>', 'full: everything there is; core: what a fold of one’s own begins with', 'full')
    .option('--from <file>', 'writes this file’s facts in the other format instead')
    .option('--cache <dir>', 'where lives are kept that were lived once (default: the user’s cache folder)')
    .addHelpText(
      'after',
      '\nEqual flags give equal bytes on every machine. The first file of its size takes longer: its lives are lived first, and kept.\n',
    )
    .option(...json)
    .action(async (flags: FactsFlags) => ends(await (await import('./lab-facts.ts')).madeFacts(flags, io)))
  command(
    lab,
    'recompute',
    'adds facts to a state of accounts that is kept, and prints what they change; makes the state where there is none',
    'lab recompute --facts accounts.facts --state accounts.state',
  )
    .requiredOption('--facts <file>', 'a file of facts: all there are, or those that came since')
    .requiredOption('--state <file>', 'where the state is kept; its accounts lie in a file beside it')
    .option('--print-state', 'print a line of state for each account instead; what changed is told on standard error')
    .addHelpText(
      'after',
      '\nOnly accounts that the file is about are read from the state and folded. Facts that are known already add nothing; the digest\nis that of all facts at once. All files are as of one moment.\n',
    )
    .option(...json)
    .action(async (flags: KeepFlags) => ends(await (await import('./lab-recompute.ts')).keptFacts(flags, io)))
  lab
    .command('digests', { hidden: true })
    .requiredOption('--system <name>')
    .requiredOption('--seeds <count>')
    .option('--warm <count>', 'unrelated runs before', '0')
    .action(async (flags: { readonly system: string; readonly seeds: string; readonly warm: string }) =>
      ends(await (await import('./lab-verify.ts')).digests(flags, io)),
    )
  return program
}

/** `error: unknown command 'rnu'\n(Did you mean run?)` → `unknown command 'rnu'; did you mean run?` */
function inOneLine(text: string): string {
  const line = text
    .replace(/^error: /, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const meant = /^(.*?)\.? \(Did you mean (.*)\?\)$/.exec(line)
  return meant === null ? `${line.replace(/\.$/, '').slice(0, 500)};` : `${meant[1]!.slice(0, 500)}; did you mean ${meant[2]}?`
}
