import type { Finding, Node, Source } from './source.ts'
import { lineAt, nameOf, parse, stringOf, walk } from './source.ts'

/**
 * The kinds of effects: every text that `kind` can be in the union `Effect`, followed by name through the given files
 * (members of the union, aliases, `as const` lists).
 */
export function effectKinds(files: readonly Source[]): ReadonlySet<string> {
  const declared = new Map<string, Node>()
  for (const file of files)
    walk(parse(file), (node) => {
      const name = nameOf(node['id'])
      if (name !== undefined && /^TS(TypeAlias|Interface)Declaration$|^VariableDeclarator$/.test(node.type)) declared.set(name, node)
    })
  const kinds = new Set<string>()
  const texts = (node: Node, seen: ReadonlySet<string>): void =>
    walk(node, (inner) => {
      const text = stringOf(inner)
      if (text !== undefined) kinds.add(text)
      const name = nameOf(inner['typeName']) ?? nameOf(inner['exprName'])
      const target = name === undefined || seen.has(name) ? undefined : declared.get(name)
      if (name !== undefined && target !== undefined) texts(target, new Set([...seen, name]))
    })
  const members = (name: string, seen: ReadonlySet<string>): void => {
    const declaration = declared.get(name)
    if (declaration === undefined || seen.has(name)) return
    walk(declaration, (node) => {
      if (node.type === 'TSPropertySignature') {
        if (nameOf(node['key']) === 'kind') texts(node, new Set())
        return false // What stands inside other members is no kind of effect.
      }
      const refersTo = node.type === 'TSTypeReference' ? nameOf(node['typeName']) : undefined
      if (refersTo !== undefined) members(refersTo, new Set([...seen, name]))
      return undefined
    })
  }
  members('Effect', new Set())
  return kinds
}

/**
 * The fold looks effects up and makes none. It may ask of which kind a known effect is; in any other place the kind of an
 * effect would be the beginning of one.
 */
export function makesNoEffect(source: Source, kinds: ReadonlySet<string>): readonly Finding[] {
  const findings: Finding[] = []
  walk(parse(source), (node, above) => {
    const text = stringOf(node)
    if (text === undefined || !kinds.has(text) || isQuestion(node, above)) return
    findings.push({
      path: source.path,
      line: lineAt(source.text, node.start),
      says: `the effect ${JSON.stringify(text)} stands in the fold; it belongs to the matrix`,
    })
  })
  return findings
}

const isQuestion = (node: Node, above: Node | undefined): boolean =>
  above?.type === 'TSLiteralType' ||
  (above?.type === 'SwitchCase' && above['test'] === node) ||
  (above?.type === 'BinaryExpression' && /^[!=]==$/.test(String(above['operator'])))
