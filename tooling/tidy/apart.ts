import { requests } from './arrows.ts'
import type { Finding, Node, Rule, Source } from './source.ts'
import { isNode, lineAt, nameOf, parse, walk } from './source.ts'

/** The files of machines whose words a judge may borrow: shapes and units, nothing that computes billing. */
const wordsOnly = /^\.\/domain\/(money|instant|ids?|command|policy|view)\.ts$/

/** Judges that may ask recompute, each with the reason. */
export const mayRecompute: Readonly<Record<string, string>> = {}

/** Which file of its room each name on a door comes from. */
function origins(door: Source): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const node of parse(door)['body'] as readonly Node[]) {
    const from = isNode(node['source']) ? node['source']['value'] : undefined
    if (node.type !== 'ExportNamedDeclaration' || typeof from !== 'string') continue
    for (const specifier of node['specifiers'] as readonly Node[]) found.set(nameOf(specifier['exported']) ?? '', from)
  }
  return found
}

/**
 * Twins, laws and the accountant have their own calendar and proration, or an error would judge itself: of the machines
 * they take words and units only.
 */
export function judgesApart(door: Source): Rule {
  const from = origins(door)
  return (source) => {
    if (!/^simulator\/(provider|oracle)\//.test(source.path) || /\.(test|fixture)\.ts$/.test(source.path) || source.path in mayRecompute)
      return []
    const program = parse(source)
    if (!requests(program).some(({ specifier }) => specifier === '#machines')) return []
    const findings: Finding[] = []
    walk(program, (node) => {
      if (node.type !== 'ImportDeclaration' || !isNode(node['source']) || node['source']['value'] !== '#machines') return
      for (const specifier of node['specifiers'] as readonly Node[]) {
        const name = nameOf(specifier['imported'])
        const origin = name === undefined ? undefined : from.get(name)
        if (origin !== undefined && wordsOnly.test(origin)) continue
        findings.push({
          path: source.path,
          line: lineAt(source.text, node.start),
          says: `${name ?? 'the whole door'} is how we bill; a judge borrows words and units only`,
        })
      }
    })
    return findings
  }
}
