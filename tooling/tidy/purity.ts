import { isBuiltin } from 'node:module'
import { requests, roomOf } from './arrows.ts'
import type { Finding, Node, Rule, Source } from './source.ts'
import { lineAt, nameOf, parse, walk } from './source.ts'

/** Rooms in which the seed decides everything. */
const pureRooms = ['machines', 'simulator', 'scenarios']

/** Words of the global scope that bring in a clock, randomness, timers, I/O, the host or the collector of garbage. */
const forbiddenGlobals = new Set(
  `fetch Request Response Headers WebSocket EventSource Worker MessageChannel BroadcastChannel XMLHttpRequest
  process performance crypto Intl globalThis global navigator require console
  setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask AbortSignal
  WeakRef FinalizationRegistry Atomics SharedArrayBuffer Temporal eval Function`.split(/\s+/),
)

/** What of Math is exact on every machine; the rest is rounded as the engine likes, or random. */
const exactMath = new Set('abs ceil clz32 floor imul max min round sign sqrt trunc fround'.split(' '))

/** Members that read the host's zone or language. */
const ofTheHost = /^(localeCompare|toLocale\w+|toTimeString|toDateString|getTimezoneOffset|[gs]et(FullYear|Month|Date|Day|Hours|Minutes))$/

/**
 * Files that may use one of those words, each with the reason. A word that its file no longer uses must go from here:
 * the test says so.
 */
export const allowed: Readonly<Record<string, { readonly words: readonly string[]; readonly because: string }>> = {
  'simulator/provider/shell.ts': {
    words: ['Response', 'Headers'],
    because: "plays the vendor's HTTP interface; these hold data and reach nothing",
  },
}

export const isPure = (path: string): boolean =>
  path.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(path) && pureRooms.includes(roomOf(path) ?? '')

/** Every forbidden word a file uses, exempt or not. */
export function impurities(source: Source): readonly (Finding & { readonly word: string })[] {
  const program = parse(source)
  const found: (Finding & { word: string })[] = []
  const report = (node: { readonly start: number }, word: string, says: string): void => {
    found.push({ path: source.path, line: lineAt(source.text, node.start), word, says })
  }
  for (const { specifier, at } of requests(program))
    if (isBuiltin(specifier)) report({ start: at }, specifier, `${specifier} is the host's; what the seed decides needs none of it`)
  walk(program, (node, above) => {
    if (isOnlyType(node)) return false
    const word = nameOf(node)
    if (word !== undefined && isReference(node, above)) {
      if (forbiddenGlobals.has(word)) report(node, word, `${word} is outside the seed's reach`)
      if (word === 'Math' && !isExact(above)) report(node, `Math`, 'of Math only what is exact on every machine')
      const dated = word === 'Date' ? clockOf(node, above) : undefined
      if (dated !== undefined) report(node, 'Date', dated)
    }
    const member = node.type === 'MemberExpression' ? nameOf(node['property']) : undefined
    if (member !== undefined && ofTheHost.test(member)) report(node, member, `${member} depends on the host's zone or language`)
    if (isInexactPower(node)) report(node, '**', '** is rounded as the engine likes; multiply, or use bigint')
    return undefined
  })
  return found
}

/** No clock, randomness, timer, I/O, host or language where the seed decides. */
export const seedDecides: Rule = (source) =>
  isPure(source.path) ? impurities(source).filter(({ word }) => allowed[source.path]?.words.includes(word) !== true) : []

const isOnlyType = ({ type }: Node): boolean =>
  type.startsWith('TS') &&
  !/^TS(As|Satisfies|NonNull|Instantiation|TypeAssertion)|^TSParameterProperty|^TSEnum|^TSExportAssignment/.test(type)

/** Is this name looked up, rather than the name of a member or a key? */
function isReference(node: Node, above: Node | undefined): boolean {
  if (above === undefined) return true
  if (above.type === 'MemberExpression') return above['object'] === node || above['computed'] === true
  if (/^(Property|MethodDefinition|PropertyDefinition|AccessorProperty)$/.test(above.type))
    return above['value'] === node || above['computed'] === true
  return !/^(Import|Export)\w*Specifier$|^(LabeledStatement|BreakStatement|ContinueStatement|MetaProperty)$/.test(above.type)
}

const isExact = (above: Node | undefined): boolean =>
  above?.type === 'MemberExpression' && above['computed'] !== true && exactMath.has(nameOf(above['property']) ?? '')

/** What a use of Date reads beside its arguments, if anything. */
function clockOf(node: Node, above: Node | undefined): string | undefined {
  if (above?.type === 'MemberExpression' && above['object'] === node)
    return above['computed'] !== true && /^(UTC|parse)$/.test(nameOf(above['property']) ?? '')
      ? undefined
      : 'Date.now is a clock; ask the world for now'
  if (above?.type === 'NewExpression' && above['callee'] === node) {
    const count = (above['arguments'] as readonly unknown[]).length
    if (count === 1) return undefined
    return count === 0 ? 'new Date() is a clock; ask the world for now' : "new Date with parts reads the host's zone; use Date.UTC"
  }
  return above?.type === 'BinaryExpression' ? undefined : 'Date called or passed on is a clock; ask the world for now'
}

function isInexactPower(node: Node): boolean {
  if (node.type === 'AssignmentExpression') return node['operator'] === '**='
  if (node.type !== 'BinaryExpression' || node['operator'] !== '**') return false
  const [left, right] = [node['left'] as Node, node['right'] as Node]
  const isLiteral = (each: Node): boolean => each.type === 'Literal'
  const isTwo = isLiteral(left) && left['value'] === 2 // A power of two is a change of exponent, and exact.
  const isBig = (each: Node): boolean => isLiteral(each) && typeof each['bigint'] === 'string'
  return !isTwo && !(isLiteral(left) && isLiteral(right)) && !isBig(left) && !isBig(right)
}
