import { registerHooks } from 'node:module'

/** As a file of somebody's names us. */
const ours = 'billstorm'
const door = new URL(import.meta.url.endsWith('.ts') ? './index.ts' : './index.js', import.meta.url).href

let isKnown = false

/**
 * Lets a file import us by our name wherever it stands: beside a service in another language nobody has installed us, and a second
 * copy of us in its project would be another one than this. For threads alone, since it holds for all that is loaded afterwards.
 */
export function knowOurName(): void {
  if (isKnown) return
  isKnown = true
  registerHooks({
    resolve: (specifier, context, next) => next(specifier === ours ? door : specifier, context),
  })
}
