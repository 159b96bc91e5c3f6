import type { Folder } from './folder.ts'
import { type Guess, likely, placeOf, sure } from './guess.ts'

export type Language = 'node' | 'go'

/** What a service is made of, and how it is started. */
export interface Stack {
  readonly language: Language | undefined
  readonly framework: Guess<string> | undefined
  readonly store: Guess<'postgres' | 'sqlite'> | undefined
  readonly driver: string | undefined
  readonly start: Guess<string> | undefined
  readonly migrate: Guess<string> | undefined
}

const frameworks = ['express', 'fastify', 'hono', 'next', 'koa', '@nestjs/core'] as const
const goFrameworks = ['go-chi/chi', 'gin-gonic/gin', 'labstack/echo', 'gofiber/fiber'] as const

/** Packages, and what they store in. */
const drivers: readonly (readonly [name: string, store: 'postgres' | 'sqlite'])[] = [
  ['pg', 'postgres'],
  ['postgres', 'postgres'],
  ['@neondatabase/serverless', 'postgres'],
  ['better-sqlite3', 'sqlite'],
  ['sqlite3', 'sqlite'],
  ['@libsql/client', 'sqlite'],
]
const goDrivers: readonly (readonly [name: string, store: 'postgres' | 'sqlite'])[] = [
  ['jackc/pgx', 'postgres'],
  ['lib/pq', 'postgres'],
  ['mattn/go-sqlite3', 'sqlite'],
  ['modernc.org/sqlite', 'sqlite'],
]

export function stackOf(folder: Folder): Stack {
  const { manifest, goMod } = folder
  if (manifest === undefined && goMod !== undefined) return goStack(folder, goMod)
  return { ...nodeStack(folder), language: manifest === undefined ? undefined : 'node' }
}

function nodeStack({ manifest, sources }: Folder): Omit<Stack, 'language'> {
  const { dependencies, scripts } = manifest ?? { dependencies: {}, scripts: {} }
  const framework = frameworks.find((name) => name in dependencies)
  const http = sources.find(({ text }) => /['"]node:https?['"]/.test(text))
  const [driver, store] = drivers.find(([name]) => name in dependencies) ?? []
  const builtIn = sources.find(({ text }) => text.includes("node:sqlite'") || text.includes('node:sqlite"'))
  const orm = ['drizzle-orm', 'prisma', '@prisma/client', 'kysely', 'knex', 'typeorm', 'sequelize'].find((name) => name in dependencies)
  const migrate = ['migrate', 'db:migrate', 'migrate:deploy', 'migrate:up', 'migrations', 'prisma:migrate', 'db:push'].find(
    (name) => name in scripts,
  )
  return {
    framework:
      framework !== undefined
        ? sure(`${framework} ${dependencies[framework] ?? ''}`, 'package.json')
        : http === undefined
          ? undefined
          : likely('node:http', http.path),
    store:
      store !== undefined
        ? sure(store, `package.json: ${driver}${orm === undefined ? '' : `, ${orm}`}`)
        : builtIn !== undefined
          ? sure('sqlite', `${builtIn.path}: node:sqlite`)
          : undefined,
    driver: driver ?? (builtIn === undefined ? undefined : 'node:sqlite'),
    // The shell that npm puts between would outlive a signal now and then: a plain line is started as it stands.
    start: 'start' in scripts ? sure(plainStart(scripts['start']), 'package.json: start') : undefined,
    migrate: migrate === undefined ? undefined : sure(plainStart(scripts[migrate] ?? ''), `package.json: ${migrate}`),
  }
}

/** A script that names a program of node_modules needs npm's PATH. */
const plainStart = (script: string): string =>
  /^node\s/.test(script) && !/[&|;]/.test(script)
    ? script
    : `npx --no-install ${script}`.replace(/^npx --no-install (npm|npx|pnpm|yarn|bun)\b/, '$1')

function goStack({ sources }: Folder, goMod: string): Stack {
  const framework = goFrameworks.find((name) => goMod.includes(name))
  const [driver, store] = goDrivers.find(([name]) => goMod.includes(name)) ?? []
  const main = sources.find(({ path, text }) => path.endsWith('.go') && /^package main$/m.test(text) && text.includes('func main()'))
  const words = main === undefined ? [] : [...main.text.matchAll(/case "([a-z][a-z:-]*)"/g)].map(([, word]) => word!)
  const verb = (some: RegExp): string | undefined => words.find((word) => some.test(word))
  const folder = main === undefined || !main.path.includes('/') ? '.' : `./${main.path.slice(0, main.path.lastIndexOf('/'))}`
  const serve = verb(/^(api|serve|server|web|http)$/)
  const migrate = verb(/^(migrate|migrate-up|up)$/)
  const binary = '"$TMPDIR/service"'
  const where = main === undefined ? 'go.mod' : placeOf(main, main.text.indexOf('func main()'))
  return {
    language: 'go',
    framework: framework === undefined ? likely('net/http', 'go.mod') : sure(framework, 'go.mod'),
    store: store === undefined ? undefined : sure(store, `go.mod: ${driver}`),
    driver,
    start: likely(`exec ${binary}${serve === undefined ? '' : ` ${serve}`}`, where),
    // Built once, where the run keeps its own files; `go run` would compile at each start.
    migrate: likely(`go build -o ${binary} ${folder}${migrate === undefined ? '' : ` && ${binary} ${migrate}`}`, where),
  }
}
