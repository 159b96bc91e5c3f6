import { createRequire } from 'node:module'

/** As the package says it; asked for by itself, so that nothing is loaded to print it. */
export const version: string = (createRequire(import.meta.url)('../package.json') as { readonly version: string }).version
