import { badInteger, badValue, missing } from './errors.ts'

export type Params = Readonly<Record<string, unknown>>

// Form bodies carry everything as text, native callers carry numbers and booleans: both are read here.
// The empty text unsets a field, as in the vendor's forms; natively that is `null` too.

/** A text, or undefined when the parameter is absent or unset. */
export function text(params: Params, name: string, path = name): string | undefined {
  const value = params[name]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw badValue(path, `${JSON.stringify(value)} is no text`)
}

/** @throws Refusal 400 parameter_missing */
export function needText(params: Params, name: string, path = name): string {
  const value = text(params, name, path)
  if (value === undefined) throw missing(path)
  return value
}

/** @throws Refusal 400 parameter_invalid_integer */
export function integer(params: Params, name: string, path = name): number | undefined {
  const value = params[name]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value)
  throw badInteger(path, value)
}

/** A decimal with at most four places, `12.5`. @throws Refusal 400 when it is none */
export function decimal(params: Params, name: string, path = name): number | undefined {
  const value = text(params, name, path)
  if (value === undefined) return undefined
  if (!/^-?\d{1,9}(\.\d{1,4})?$/.test(value)) throw badValue(path, `${JSON.stringify(value)} is no number of at most four decimals`)
  return Number(value)
}

export function flag(params: Params, name: string, path = name): boolean | undefined {
  const value = params[name]
  if (value === undefined || value === null || value === '') return undefined
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  throw badValue(path, `${JSON.stringify(value)} is neither true nor false`)
}

/** One of a closed set; another value is the vendor's own refusal. */
export function oneOf<T extends string>(params: Params, name: string, values: readonly T[], path = name): T | undefined {
  const value = text(params, name, path)
  if (value === undefined) return undefined
  const found = values.find((each) => each === value)
  if (found === undefined) throw badValue(path, `${path} is one of ${values.join(', ')}`)
  return found
}

export function record(params: Params, name: string, path = name): Params | undefined {
  const value = params[name]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'object' && !Array.isArray(value)) return value as Params
  throw badValue(path, 'an object is expected here')
}

export function list(params: Params, name: string, path = name): readonly unknown[] | undefined {
  const value = params[name]
  if (value === undefined || value === null || value === '') return undefined
  if (Array.isArray(value)) return value
  throw badValue(path, 'a list is expected here')
}

/** An empty text takes away what was set before; absent leaves it. */
export const isUnset = (params: Params, name: string): boolean => params[name] === '' || params[name] === null

export const records = (params: Params, name: string, path = name): readonly Params[] | undefined =>
  list(params, name, path)?.map((each, index) => {
    if (typeof each === 'object' && each !== null && !Array.isArray(each)) return each as Params
    throw badValue(`${path}[${index}]`, 'an object is expected here')
  })

export type Metadata = Readonly<Record<string, string>>
export const noMetadata: Metadata = Object.freeze({})

/** The metadata after a call: keys are merged, an empty value removes its key, an empty whole removes all. */
export function metadata(params: Params, before: Metadata = noMetadata): Metadata {
  const given = params['metadata']
  if (given === undefined) return before
  if (given === '' || given === null) return noMetadata
  if (typeof given !== 'object' || Array.isArray(given)) throw badValue('metadata', 'an object is expected here')
  const after: Record<string, string> = { ...before }
  for (const key in given) {
    const value = (given as Record<string, unknown>)[key]
    if (value === undefined) continue
    if (value === null || value === '') delete after[key]
    else after[key] = typeof value === 'string' ? value : JSON.stringify(value)
  }
  return after
}
