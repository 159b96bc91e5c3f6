import type { Who } from '#machines'
import { type StateLine, stateFields } from '../state-line.ts'

export type StateField = (typeof stateFields)[number]

/** What somebody printed of an account: the account, and any of the fields. */
export interface Printed {
  readonly account: Who
  readonly fields: Readonly<Partial<Record<StateField, unknown>>>
  /** Fields that a state line does not have. */
  readonly unknown: readonly string[]
}

/** What was printed is no line of state. */
export class NoStateLine extends Error {
  constructor(says: string) {
    super(says)
    this.name = 'NoStateLine'
  }
}

/** @throws NoStateLine when it is no JSON, names no account, or has a field of another type than it should */
export function parsePrinted(text: string): Printed {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new NoStateLine(`is no JSON: ${shown(text)}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new NoStateLine(`is no object: ${shown(text)}`)
  const { account, ...rest } = value as Readonly<Record<string, unknown>>
  if (typeof account !== 'string') throw new NoStateLine(`names no account: ${shown(text)}`)
  const unknown = Object.keys(rest).filter((name) => !isField(name))
  for (const [name, said] of Object.entries(rest))
    if (isField(name) && !fits[name](said))
      throw new NoStateLine(`has a ${name} that is ${shown(JSON.stringify(said))}, and no ${kinds[name]}`)
  return { account, fields: rest, unknown }
}

const isField = (name: string): name is StateField => (stateFields as readonly string[]).includes(name)

const isText = (value: unknown): boolean => typeof value === 'string'
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value)
const fits: Readonly<Record<StateField, (value: unknown) => boolean>> = {
  status: isText,
  plan: isText,
  quantity: isWhole,
  paidThrough: (value) => value === null || isWhole(value),
  paid: isWhole,
  due: isWhole,
  currency: isText,
}
const kinds: Readonly<Record<StateField, string>> = {
  status: 'text',
  plan: 'text',
  quantity: 'whole number',
  paidThrough: 'whole number of milliseconds or null',
  paid: 'whole number of minor units',
  due: 'whole number of minor units',
  currency: 'text',
}

const shown = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)

/** Fields that were printed and are not what they should be. */
export const wrongFields = ({ fields }: Printed, expected: StateLine): readonly StateField[] =>
  stateFields.filter((name) => name in fields && fields[name] !== expected[name])
