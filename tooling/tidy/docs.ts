import { spawnSync } from 'node:child_process'
import type { Finding, Source } from './source.ts'

export interface Block {
  readonly path: string
  readonly line: number
  readonly language: string
  readonly code: string
}

/** The fenced blocks of a page that name a language. */
export function blocks({ path, text }: Source): readonly Block[] {
  const found: Block[] = []
  let open: { line: number; language: string; indent: string; code: string[] } | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^(\s*)```(\S*)/.exec(line)
    if (open !== undefined && fence !== null && fence[2] === '') {
      found.push({ path, line: open.line, language: open.language, code: open.code.join('\n') })
      open = undefined
    } else if (open !== undefined) open.code.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line)
    else if (fence !== null) open = { line: index + 1, language: fence[2] ?? '', indent: fence[1] ?? '', code: [] }
  }
  return found.filter((block) => block.language !== '')
}

/** Runs a TypeScript block as a module at the top of the repository, where the doors resolve. */
export function runBlock(block: Block, root: string): readonly Finding[] {
  const ran = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', block.code], {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
  })
  if (ran.status === 0) return []
  const why = ran.stderr.split('\n').find((line) => /Error/.test(line)) ?? ran.error?.message ?? `exit code ${ran.status}`
  return [{ path: block.path, line: block.line, says: `this code does not run: ${why}` }]
}

export interface Commands {
  readonly scripts: readonly string[]
  /** The commands of the command line; undefined while there is none to ask. */
  readonly billstorm: readonly string[] | undefined
}

/** A command shown to a reader must exist: a script of ours, or a command of ours. */
export function unknownCommands(block: Block, commands: Commands): readonly Finding[] {
  const findings: Finding[] = []
  for (const [index, line] of block.code.split('\n').entries())
    for (const part of line.replace(/\s#.*$/, '').split('&&')) {
      const says = against(part.trim(), commands)
      if (says !== undefined) findings.push({ path: block.path, line: block.line + 1 + index, says })
    }
  return findings
}

function against(command: string, { scripts, billstorm }: Commands): string | undefined {
  const [program = '', ...words] = command.replace(/^(\w+=\S+\s+)+/, '').split(/\s+/)
  if (program === 'npm') {
    const script =
      words[0] === 'run' ? words.find((word, at) => at > 0 && !word.startsWith('-')) : /^(start|test)$/.exec(words[0] ?? '')?.[0]
    return script === undefined || scripts.includes(script) ? undefined : `there is no script ${JSON.stringify(script)}`
  }
  const name = program === 'npx' ? words.filter((word) => !word.startsWith('-')) : [program, ...words]
  if (name[0] !== 'billstorm' || billstorm === undefined) return undefined
  const asked = name[1]
  if (asked === undefined || asked.startsWith('-') || asked === '…') return undefined
  return billstorm.includes(asked) ? undefined : `billstorm has no command ${JSON.stringify(asked)}`
}
