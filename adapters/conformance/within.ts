import { Offended, type ConformanceRule } from './rules.ts'

/** Waits no longer than that, in real time. @throws Offended when it lasts longer */
export function within<Out>(ms: number, rule: ConformanceRule, what: string, value: Out): Out {
  if (!(value instanceof Promise)) return value
  let late: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Offended({ rule, says: `${what} has not ended after ${ms / 1_000} s` })), ms)
  })
  return Promise.race([value, over]).finally(() => clearTimeout(late)) as Out
}
