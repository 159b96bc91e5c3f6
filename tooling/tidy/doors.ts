import type { Finding, Node, Rule } from './source.ts'
import { lineAt, nameOf, parse, walk } from './source.ts'
import { rankOf, roomOf } from './arrows.ts'

/** What a module lends it lends by name: no `export *`, and no defaults but where a tool asks for one. */
export const exportsByName: Rule = (source) => {
  const findings: Finding[] = []
  const isConfig = /(^|\/)[\w.]+\.config\.ts$/.test(source.path)
  walk(parse(source), (node) => {
    const says =
      node.type === 'ExportAllDeclaration'
        ? 'export * hides what is lent; list the names'
        : isDefault(node) && !isConfig
          ? 'a default export has no name of its own; export it by name'
          : undefined
    if (says !== undefined) findings.push({ path: source.path, line: lineAt(source.text, node.start), says })
  })
  return findings
}

const isDefault = (node: Node): boolean =>
  node.type === 'ExportDefaultDeclaration' || (node.type === 'ExportSpecifier' && nameOf(node['exported']) === 'default')

/** A door first says what its room is for. */
export const doorsSpeak: Rule = ({ path, text }) => {
  const room = roomOf(path)
  if (room === undefined || !(room in rankOf) || path !== `${room}/index.ts`) return []
  return text.startsWith('/**') ? [] : [{ path, line: 1, says: `the door of ${room} opens with a paragraph on what the room is for` }]
}

/** Nothing of ours inherits, but errors from errors; a test may play a stranger who does. */
export const inheritsNothing: Rule = (source) => {
  if (/\.(test|fixture)\.ts$/.test(source.path)) return []
  const findings: Finding[] = []
  walk(parse(source), (node) => {
    if (!/^Class(Declaration|Expression)$/.test(node.type) || node['superClass'] === null) return
    if (nameOf(node['superClass'])?.endsWith('Error') === true) return
    findings.push({ path: source.path, line: lineAt(source.text, node.start), says: 'only errors inherit; compose instead' })
  })
  return findings
}
