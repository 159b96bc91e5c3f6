/**
 * What a value of JSON must look like, as data: from it follow the check of what is read, the order in which members are
 * written, and what tests draw.
 */
export type Shape =
  | { readonly is: 'text' }
  /** A customer's name. */
  | { readonly is: 'who' }
  /** Whole milliseconds since 1970, up to the year 9999. */
  | { readonly is: 'instant' }
  /** A whole number that a double holds exactly. */
  | { readonly is: 'whole'; readonly least: number }
  | { readonly is: 'number' }
  | { readonly is: 'flag' }
  | { readonly is: 'word'; readonly words: readonly string[] }
  | { readonly is: 'list'; readonly of: Shape }
  | Members
  /** Members whose other members hang on the word of one. */
  | { readonly is: 'cases'; readonly by: string; readonly cases: Readonly<Record<string, Members>> }
  | { readonly is: 'either'; readonly of: readonly Shape[] }

export interface Members {
  readonly is: 'members'
  /** In the order in which they are written. */
  readonly members: Readonly<Record<string, Shape>>
  /** Which of them may be left out. */
  readonly optional: readonly string[]
}

export const text: Shape = { is: 'text' }
export const who: Shape = { is: 'who' }
export const instant: Shape = { is: 'instant' }
export const whole: Shape = { is: 'whole', least: Number.MIN_SAFE_INTEGER }
export const count: Shape = { is: 'whole', least: 0 }
export const flag: Shape = { is: 'flag' }
export const words = (...list: readonly string[]): Shape => ({ is: 'word', words: list })
export const list = (of: Shape): Shape => ({ is: 'list', of })

/** @param shapes by the members' names; one that ends in `?` may be left out */
export function members(shapes: Readonly<Record<string, Shape>>): Members {
  const optional = Object.keys(shapes).flatMap((name) => (name.endsWith('?') ? [name.slice(0, -1)] : []))
  return {
    is: 'members',
    members: Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name.replace('?', ''), shape])),
    optional,
  }
}

export const cases = (by: string, of: Readonly<Record<string, Members>>): Shape => ({ is: 'cases', by, cases: of })

/** The last moment that is read. */
export const latestInstant = 253_402_300_799_999
const whoPattern = /^[a-z0-9]{1,40}$/
export const isWho = (name: string): boolean => whoPattern.test(name)

/** Says what is wrong with a value, beginning with the path to it; undefined: nothing. */
export type Check = (value: unknown) => string | undefined

/** Made once, for it is asked of each line. */
export function checkOf(shape: Shape): Check {
  switch (shape.is) {
    case 'text':
      return (value) => (typeof value === 'string' ? undefined : ` is no text${shown(value)}`)
    case 'who':
      return (value) =>
        typeof value === 'string' && whoPattern.test(value) ? undefined : ` is no customer: 1 to 40 small letters and digits${shown(value)}`
    case 'instant':
      return (value) =>
        Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= latestInstant
          ? undefined
          : ` is no instant: whole milliseconds since 1970${shown(value)}`
    case 'whole': {
      const { least } = shape
      const says = least === 0 ? ' is no whole number from 0' : ' is no whole number that a double holds exactly'
      return (value) => (Number.isSafeInteger(value) && (value as number) >= least ? undefined : says + shown(value))
    }
    case 'number':
      return (value) => (Number.isFinite(value) ? undefined : ` is no number${shown(value)}`)
    case 'flag':
      return (value) => (typeof value === 'boolean' ? undefined : ` is neither true nor false${shown(value)}`)
    case 'word': {
      const known = new Set<unknown>(shape.words)
      return (value) => (known.has(value) ? undefined : ` is none of ${shape.words.join(', ')}${shown(value)}`)
    }
    case 'list': {
      const check = checkOf(shape.of)
      return (value) => {
        if (!Array.isArray(value)) return ` is no list${shown(value)}`
        for (let i = 0; i < value.length; i++) {
          const wrong = check(value[i])
          if (wrong !== undefined) return `[${i}]${wrong}`
        }
        return undefined
      }
    }
    case 'members':
      return checkOfMembers(shape)
    case 'cases': {
      const { by } = shape
      const known = new Map(Object.entries(shape.cases).map(([word, each]): [unknown, Check] => [word, checkOfMembers(each)]))
      return (value) => {
        if (!isRecord(value)) return ` is no object${shown(value)}`
        const check = known.get(value[by])
        if (check !== undefined) return check(value)
        return value[by] === undefined
          ? `.${by} is missing`
          : `.${by} is unknown${shown(value[by])}; there are ${Object.keys(shape.cases).join(', ')}`
      }
    }
    case 'either': {
      const checks = shape.of.map(checkOf)
      return (value) => {
        const wrong = checks.map((check) => check(value))
        return wrong.includes(undefined) ? undefined : wrong[0]
      }
    }
    default:
      return shape satisfies never
  }
}

function checkOfMembers({ members: shapes, optional }: Members): Check {
  const names = Object.keys(shapes)
  const checks = names.map((name) => checkOf(shapes[name]!))
  const mayLack = names.map((name) => optional.includes(name))
  return (value) => {
    if (!isRecord(value)) return ` is no object${shown(value)}`
    let known = 0
    for (let i = 0; i < names.length; i++) {
      const member = value[names[i]!]
      if (member === undefined) {
        if (mayLack[i]) continue
        return `.${names[i]} is missing`
      }
      known++
      const wrong = checks[i]!(member)
      if (wrong !== undefined) return `.${names[i]}${wrong}`
    }
    let given = 0
    for (const name in value) if (value[name] !== undefined) given++
    if (given === known) return undefined
    return `.${printed(Object.keys(value).find((name) => value[name] !== undefined && !names.includes(name)) ?? '')} is unknown; there are ${names.join(', ')}`
  }
}

/** The same value with its members in the order of the shape, and without those that are undefined. */
export function inShape(shape: Shape, value: unknown): unknown {
  switch (shape.is) {
    case 'list':
      return (value as readonly unknown[]).map((each) => inShape(shape.of, each))
    case 'cases':
      return inShape(shape.cases[(value as Record<string, string>)[shape.by]!]!, value)
    case 'either':
      return inShape(
        shape.of.find((each) => checkOf(each)(value) === undefined)!,
        value,
      )
    case 'members': {
      const given = value as Record<string, unknown>
      const ordered: Record<string, unknown> = {}
      for (const name in shape.members) if (given[name] !== undefined) ordered[name] = inShape(shape.members[name]!, given[name])
      return ordered
    }
    default:
      return value
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const printed = (words: string): string => JSON.stringify(words.length > 60 ? `${words.slice(0, 59)}…` : words)

function shown(value: unknown): string {
  if (typeof value === 'string') return `: ${printed(value)}`
  return typeof value === 'object' && value !== null ? '' : `: ${String(value)}`
}
