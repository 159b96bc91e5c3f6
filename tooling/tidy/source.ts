import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'

/** A file of the repository: its path from the top, with slashes, and what stands in it. */
export interface Source {
  readonly path: string
  readonly text: string
}

/** A place where a rule of the house is broken, in one line a person can act on. */
export interface Finding {
  readonly path: string
  readonly line: number
  readonly says: string
}

export type Rule = (source: Source) => readonly Finding[]

/** A node of the syntax tree, as far as the rules look at it. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value

/** @throws SyntaxError when the file does not parse; a rule that cannot read a file must not call it tidy */
export function parse({ path, text }: Source): Node {
  const { program, errors } = parseSync(path, text)
  const error = errors[0]
  if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`)
  return program as unknown as Node
}

/** Calls `visit` for every node, from the outside in; a visit that returns false keeps out of the node's inside. */
export function walk(node: Node, visit: (node: Node, above: Node | undefined) => boolean | void, above?: Node): void {
  if (visit(node, above) === false) return
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? (value as readonly unknown[]) : [value]) if (isNode(child)) walk(child, visit, node)
}

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** The text of a string literal or of a template without holes. */
export function stringOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  const quasis = node['quasis']
  if (node.type !== 'TemplateLiteral' || !Array.isArray(quasis) || quasis.length !== 1) return undefined
  const cooked = (quasis[0] as { readonly value?: { readonly cooked?: unknown } }).value?.cooked
  return typeof cooked === 'string' ? cooked : undefined
}

export const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Identifier' && typeof node['name'] === 'string' ? node['name'] : undefined

const unversioned = /^(node_modules|dist|\.git|\.billstorm|\.vitest|coverage)$/

/** Every text file that is ours, in a fixed order. */
export function readTree(root: string, under = ''): readonly Source[] {
  const entries = readdirSync(join(root, under), { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const path = under === '' ? entry.name : `${under}/${entry.name}`
    if (unversioned.test(entry.name) || path === 'reports/out' || entry.name.endsWith('.tgz')) return []
    if (entry.isDirectory()) return readTree(root, path)
    if (!entry.isFile()) return []
    const text = readFileSync(join(root, path), 'utf8')
    return text.includes('\0') ? [] : [{ path, text }]
  })
}
