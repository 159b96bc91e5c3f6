import { posix } from 'node:path'
import type { Finding, Node, Rule } from './source.ts'
import { lineAt, parse, stringOf, walk } from './source.ts'

/** The rooms, from left to right; those of equal rank never meet. */
export const rankOf: Readonly<Record<string, number>> = {
  machines: 0,
  simulator: 1,
  scenarios: 2,
  adapters: 2,
  reports: 2,
  storm: 3,
  bench: 4,
  cli: 5,
}

export const roomOf = (path: string): string | undefined => {
  const top = path.split('/', 1)[0] ?? ''
  return top !== path && top in rankOf ? top : undefined
}

/** Every module a file names, types included, and where. */
export function requests(program: Node): readonly { readonly specifier: string; readonly at: number }[] {
  const found: { specifier: string; at: number }[] = []
  walk(program, (node) => {
    const named = /^(Import|ExportNamed|ExportAll)Declaration$|^(ImportExpression|TSImportType)$/.test(node.type)
    const specifier = named ? stringOf(node['source']) : undefined
    if (specifier !== undefined) found.push({ specifier, at: node.start })
  })
  return found
}

/** A room imports only rooms to its left, by their doors, and within itself the file. */
export const arrows: Rule = (source) => {
  const room = roomOf(source.path)
  const isExample = source.path.startsWith('examples/')
  if (room === undefined && !isExample) return []
  const findings: Finding[] = []
  for (const { specifier, at } of requests(parse(source))) {
    const says = isExample ? strangersAsk(source.path, specifier) : against(source.path, room ?? '', specifier)
    if (says !== undefined) findings.push({ path: source.path, line: lineAt(source.text, at), says })
  }
  return findings
}

function against(path: string, room: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) {
    const target = posix.normalize(posix.join(posix.dirname(path), specifier))
    if (target.split('/', 1)[0] !== room) return `${specifier} leaves ${room}; across rooms import the door, '#room'`
    return target === `${room}/index.ts` ? `${room} imports its own door; import the file` : undefined
  }
  if (specifier === 'billstorm' || specifier.startsWith('billstorm/')) return `${specifier} is for those outside; import the door, '#room'`
  if (!specifier.startsWith('#')) return undefined
  const target = specifier.slice(1)
  const rank = rankOf[target]
  if (rank === undefined)
    return `${specifier} is no door; the doors are ${Object.keys(rankOf)
      .map((each) => `#${each}`)
      .join(' ')}`
  if (target === room) return `${room} imports its own door; import the file`
  return rank < (rankOf[room] ?? 0) ? undefined : `${room} may not know ${target}: it is not to its left`
}

/** Examples are read by strangers, who have the package and nothing else. */
function strangersAsk(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return `${specifier} is not in the published package; import 'billstorm'`
  const leaves = specifier.startsWith('.') && !posix.join(posix.dirname(path), specifier).startsWith('examples/')
  return leaves ? `${specifier} leaves examples/; import 'billstorm'` : undefined
}
