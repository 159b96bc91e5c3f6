/** Undoes one replacement. */
export type Undo = () => void

/** Puts a property in place of another, own or inherited, and says how to put it back. */
export function replaced(target: object, key: PropertyKey, descriptor: PropertyDescriptor): Undo {
  const before = Object.getOwnPropertyDescriptor(target, key)
  Object.defineProperty(target, key, { configurable: true, ...descriptor })
  return () => {
    if (before === undefined) Reflect.deleteProperty(target, key)
    else Object.defineProperty(target, key, before)
  }
}

/** The same for a function, which keeps its name: code that prints it sees no difference. */
export function replacedFunction(target: object, key: string, value: (...given: never[]) => unknown): Undo {
  Object.defineProperty(value, 'name', { value: key, configurable: true })
  return replaced(target, key, { value, writable: true })
}
