import { isPure } from './purity.ts'
import type { Finding, Node, Rule, Source } from './source.ts'
import { isNode, lineAt, nameOf, parse } from './source.ts'

/** Modules that remember across runs all the same, each with the reason why nobody can tell. */
export const remembering: Readonly<Record<string, string>> = {
  'simulator/kernel/trace.ts': 'remembers digests of immutable payloads; forgetting one would give the same digest again',
}

/** Nothing a pure room keeps outlives a run: no variable and no empty collection at the top of a module. */
export const keepsNothing: Rule = (source) => (source.path in remembering ? [] : keptAcrossRuns(source))

export function keptAcrossRuns(source: Source): readonly Finding[] {
  if (!isPure(source.path)) return []
  const findings: Finding[] = []
  const body = parse(source)['body'] as readonly Node[]
  const aliases = new Map(
    body.filter(({ type }) => type === 'TSTypeAliasDeclaration').map((each) => [nameOf(each['id']) ?? '', each['typeAnnotation']]),
  )
  for (const statement of body) {
    const declared = statement.type === 'ExportNamedDeclaration' ? (statement['declaration'] as Node | null) : statement
    if (declared?.type !== 'VariableDeclaration' || declared['declare'] === true) continue
    const isFixed = declared['kind'] === 'const'
    const grows = (declared['declarations'] as readonly Node[]).some(
      (each) => !isReadonly((each['id'] as Node)['typeAnnotation'], aliases) && isEmptyCollection(each['init']),
    )
    if (isFixed && !grows) continue
    findings.push({
      path: source.path,
      line: lineAt(source.text, statement.start),
      says: isFixed
        ? 'an empty collection at the top of a module is filled across runs; make it where a run begins'
        : 'a module keeps no variable across runs',
    })
  }
  return findings
}

/** Is it a type that nobody can fill, by itself or by a name of this file? */
function isReadonly(type: unknown, aliases: ReadonlyMap<string, unknown>): boolean {
  if (!isNode(type)) return false
  if (type.type === 'TSTypeAnnotation') return isReadonly(type['typeAnnotation'], aliases)
  if (type.type === 'TSTypeOperator') return type['operator'] === 'readonly'
  const name = type.type === 'TSTypeReference' ? nameOf(type['typeName']) : undefined
  return name !== undefined && (/^Readonly(Map|Set|Array)?$/.test(name) || isReadonly(aliases.get(name), aliases))
}

function isEmptyCollection(init: unknown): boolean {
  const node = init as Node | null
  if (node === null) return false
  // A type of named members, as charts declare theirs, is no collection.
  if (node.type === 'TSAsExpression' && isOfNamedMembers(node['typeAnnotation'])) return false
  if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression') return isEmptyCollection(node['expression'])
  if (node.type === 'ArrayExpression') return (node['elements'] as readonly unknown[]).length === 0
  if (node.type === 'ObjectExpression') return (node['properties'] as readonly unknown[]).length === 0
  const made = node.type === 'NewExpression' ? nameOf(node['callee']) : undefined
  return made !== undefined && /^(Weak)?(Map|Set)$/.test(made) && (node['arguments'] as readonly unknown[]).length === 0
}

const isOfNamedMembers = (type: unknown): boolean =>
  isNode(type) && type.type === 'TSTypeLiteral' && (type['members'] as readonly Node[]).every((each) => each.type === 'TSPropertySignature')
