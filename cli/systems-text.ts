import { wrapped } from '#reports'
import { type Capabilities, figuresAreCountedTwice, invariantFor, type SystemKind } from '#simulator'
import { program } from './io.ts'

/** What is said of a system. Of one that is not installed nothing is known but its name. */
export interface SystemRow {
  readonly name: string
  readonly kind: SystemKind
  readonly installed: boolean
  readonly level?: Capabilities['level']
  readonly version?: string
  readonly capabilities?: Capabilities
  readonly faultsOff?: readonly { readonly name: string; readonly because: string }[]
  /** The code of the invariant that must see what is planted in it. */
  readonly declares?: string | undefined
  /** Where people met the same mistake. */
  readonly source?: string | undefined
}

const width = 100
const isPlanted = ({ declares }: SystemRow): boolean => declares !== undefined

/** A paragraph for each system, a line for each planted mistake. */
export function systemsText(rows: readonly SystemRow[]): string {
  const planted = rows.filter(isPlanted)
  const names = Math.max(...planted.map(({ name }) => name.length))
  return [
    `${program} run --system NAME storms`,
    ...rows.filter((row) => !isPlanted(row)).flatMap(paragraph),
    '',
    'Mistakes that are planted, each with the invariant that must see it',
    ...planted.map(({ name, declares = '', source }) =>
      `  ${name.padEnd(names)}  ${declares.padEnd(6)}  ${invariantName(declares)}${source === undefined ? '' : `, as ${source}`}`.trimEnd(),
    ),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

function paragraph({ name, kind, level, capabilities, faultsOff = [] }: SystemRow): readonly string[] {
  const lead = `  ${name.padEnd(12)}  `
  if (level === undefined) return ['', `${lead}${kind}, not installed: ${program} systems install ${name}`]
  const off = `off: ${faultsOff.map((fault) => `${fault.name} (${fault.because})`).join(', ')}`
  const indent = ' '.repeat(lead.length)
  return [
    '',
    `${lead}${kind}, level ${level}, keeps a ${capabilities!.keeps}`,
    ...wrapped(indent, faultsOff.length === 0 ? 'every fault strikes' : off, width),
  ]
}

function invariantName(code: string): string {
  if (code === figuresAreCountedTwice.code) return figuresAreCountedTwice.name
  return invariantFor(code)?.name ?? 'a golden case'
}
