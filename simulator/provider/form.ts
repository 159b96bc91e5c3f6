/** A tree of parameters as a form body or a query carries it: texts, lists and objects. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue }

const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))

/** How deep and how wide a body may nest; beyond it somebody's encoder loops. */
const deepest = 12

/**
 * Reads `items[0][price]=p&expand[]=customer` as `{ items: [{ price: 'p' }], expand: ['customer'] }`.
 * Numbers and booleans stay texts: only the operation knows what a parameter is.
 * @throws URIError when an escape is broken
 */
export function decodeForm(body: string): { readonly [key: string]: FormValue } {
  const root: { [key: string]: FormValue } = {}
  for (const pair of body.split('&')) {
    if (pair === '') continue
    const cut = pair.indexOf('=')
    const name = decode(cut < 0 ? pair : pair.slice(0, cut))
    const value = cut < 0 ? '' : decode(pair.slice(cut + 1))
    const open = name.indexOf('[')
    const steps = open < 0 ? [name] : [name.slice(0, open), ...[...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1]!)]
    if (steps.length > deepest) continue
    place(root, steps, value)
  }
  return lists(root) as { [key: string]: FormValue }
}

function place(root: { [key: string]: FormValue }, steps: readonly string[], value: string): void {
  let at = root
  for (const [index, step] of steps.entries()) {
    const key = step === '' ? nextIn(at, steps[index + 1]) : step
    if (key === '__proto__') return
    if (index === steps.length - 1) {
      at[key] = value
      return
    }
    const next = at[key]
    if (typeof next === 'object' && !Array.isArray(next)) at = next
    else {
      const fresh: { [key: string]: FormValue } = {}
      at[key] = fresh
      at = fresh
    }
  }
}

/** The place of `a[]`: a new one. Of `a[][b]` the last one, as long as that has no `b` yet: so several encoders write a list of objects. */
function nextIn(list: { readonly [key: string]: FormValue }, below: string | undefined): string {
  const length = Object.keys(list).length
  const last = list[`${length - 1}`]
  const goesOn = below !== undefined && below !== '' && typeof last === 'object' && !Array.isArray(last) && !Object.hasOwn(last, below)
  return `${goesOn ? length - 1 : length}`
}

/** Objects whose keys are 0, 1, 2 … are lists. */
function lists(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value
  const keys = Object.keys(value)
  if (keys.length > 0 && keys.every((key, index) => key === String(index))) return keys.map((key) => lists(value[key]!))
  for (const key of keys) value[key] = lists(value[key]!)
  return value
}
