import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { exits } from './exit.ts'
import { billstormIn } from './told.fixture.ts'

const cwd = mkdtempSync(join(tmpdir(), 'billstorm-init-'))
afterAll(() => rmSync(cwd, { recursive: true }))
const samples = join(import.meta.dirname, '../examples/services')

const billstorm = (...words: readonly string[]) => billstormIn(cwd)(words)

let folders = 0
/** A folder with these files. */
function folder(files: Readonly<Record<string, string>>): string {
  const name = `service-${++folders}`
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(cwd, name, path, '..'), { recursive: true })
    writeFileSync(join(cwd, name, path), text)
  }
  return name
}
const looked = async (at: string) => JSON.parse((await billstorm('init', '--cwd', at, '--print', '--json')).out)
const printed = async (at: string) => (await billstorm('init', '--cwd', at, '--print')).out

describe('each sample is found as it is', () => {
  it.each([
    ['sqlite', 'node:http', 'sqlite', 'node server.js', undefined, '/webhooks/stripe', 'provider', ['plus', 'max']],
    [
      'express-pg',
      'express 5.3.0',
      'postgres',
      'node src/server.ts',
      'node src/migrate.ts',
      '/webhooks/stripe',
      'ours',
      ['basic', 'team', 'business'],
    ],
    [
      'drizzle-postgres-js',
      'node:http',
      'postgres',
      'node server.ts',
      'node db/migrate.ts',
      '/api/webhooks/stripe',
      'provider',
      ['solo', 'pro'],
    ],
    [
      'go-chi-pgx',
      'go-chi/chi',
      'postgres',
      'exec "$TMPDIR/service" api',
      'go build -o "$TMPDIR/service" . && "$TMPDIR/service" migrate',
      '/webhooks/stripe',
      'provider',
      ['starter', 'growth'],
    ],
  ] as const)('%s', async (name, framework, store, start, migrate, webhook, authority, plans) => {
    const { found } = await looked(join(samples, name))
    expect({
      framework: found.framework.value,
      store: found.store.value,
      start: found.start.value,
      migrate: found.migrate?.value,
      webhook: found.webhook.value,
      authority: found.authority.value,
      plans: found.plans.value.map((each: { readonly name: string }) => each.name),
    }).toEqual({ framework, store, start, migrate, webhook, authority, plans })
    expect(found.commands.map((each: { readonly value: { readonly wish: string } }) => each.value.wish)).toEqual([
      'subscribe',
      'change plan',
      'cancel',
    ])
    expect(found.isRedirected).toBe(name !== 'go-chi-pgx')
  })

  it('and written as a service with its own words', async () => {
    const text = await printed(join(samples, 'sqlite'))
    expect(text).toContain('env: ({ store, key, webhookSecret }) => ({\n      STRIPE_SECRET_KEY: key,')
    expect(text).toContain('DATABASE_FILE: store,')
    expect(text).toContain("prices: { price_plus: 'basic', price_max: 'pro' },")
    expect(text).toContain(
      "cancel: ({ who, when }) => ({ to: 'POST /cancel', body: { userId: who, now: when === 'now' } }), // guess: server.js:6",
    )
    expect(text).toContain("canceling: 'active', // guess")
    expect(text).toContain("provider: take(row['stripe_subscription_id']),")
    const bills = await printed(join(samples, 'express-pg'))
    expect(bills).toContain("renew: { send: { to: 'POST /internal/renew' }, every: days(1), overlaps: true },")
    expect(bills).toContain('s.customer_id as who from invoices i join subscriptions s on s.id = i.subscription_id')
    expect(bills).toContain("refunded: minor(row['status'] === 'refunded' ? Number(row['amount_cents']) : 0),")
    expect(bills).toContain("level: 'wire',")
    const go = await printed(join(samples, 'go-chi-pgx'))
    expect(go).toContain("clock: 'service',")
    expect(go).toContain('STRIPE_API_BASE: twin,')
  })
})

describe('other frameworks', () => {
  const manifest = (dependencies: Readonly<Record<string, string>>, scripts: Readonly<Record<string, string>> = {}): string =>
    JSON.stringify({ name: '@acme/billing', scripts, dependencies })

  it.each([
    [
      { fastify: '5.0.0', pg: '8' },
      { 'src/a.js': "app.post('/stripe/webhook', async (req) => {})\napp.get('/ready', () => 'ok')" },
      'fastify 5.0.0',
      '/stripe/webhook',
      '/ready',
    ],
    [
      { hono: '4.0.0', postgres: '3' },
      { 'src/a.ts': 'app.post("/webhook", (c) => c.text(""))\napp.get("/health", (c) => c.text(""))' },
      'hono 4.0.0',
      '/webhook',
      '/health',
    ],
    [
      { next: '16.0.0', 'better-sqlite3': '12' },
      {
        'src/app/(pay)/api/stripe/webhook/route.ts': 'export async function POST() {}',
        'src/app/api/healthz/route.ts': 'export const GET = () => new Response()',
      },
      'next 16.0.0',
      '/api/stripe/webhook',
      '/api/healthz',
    ],
    [{ next: '16.0.0' }, { 'pages/api/webhooks.ts': 'stripe.webhooks.constructEvent()' }, 'next 16.0.0', '/api/webhooks', undefined],
    [
      { express: '5.0.0' },
      { 'r.js': "export const hooks = Router()\nhooks.post('/stripe', raw, f)", 'app.js': "app.use('/webhooks', hooks)" },
      'express 5.0.0',
      '/webhooks/stripe',
      undefined,
    ],
  ] as const)('%j', async (dependencies, files, framework, webhook, ready) => {
    const { found, files: planned } = await looked(folder({ 'package.json': manifest(dependencies), ...files }))
    expect(found.framework.value).toBe(framework)
    expect(found.webhook.value).toBe(webhook)
    expect(found.ready?.value).toBe(ready)
    expect(planned[0].path).toBe('billstorm.config.mts')
    expect(planned[0].text).toContain("name: 'billing'")
  })

  it('net/http in Go, which no preload leads to the twin: three lines say how', async () => {
    const at = folder({
      'go.mod': 'module example.com/acme/pay/v2\n\nrequire modernc.org/sqlite v1.0.0\n',
      'cmd/pay/main.go': 'package main\nfunc main() {\n mux.HandleFunc("POST /hooks/stripe", hook)\n key := os.Getenv("STRIPE_KEY")\n}',
    })
    const { found, advice, files } = await looked(at)
    expect({ ...found, store: found.store.value }).toMatchObject({
      store: 'sqlite',
      webhook: { value: '/hooks/stripe' },
      isRedirected: false,
    })
    expect(found.migrate.value).toBe('go build -o "$TMPDIR/service" ./cmd/pay')
    expect(advice.filter((line: string) => line.startsWith('  '))).toHaveLength(3)
    expect(files[0].text).toContain("name: 'pay'")
  })

  it('nothing at all is told as that, and still makes a file', async () => {
    const { exit, out } = await billstorm('init', '--cwd', folder({ 'notes.txt': 'nothing' }))
    expect(exit).toBe(exits.held)
    expect(out).toMatch(/ ✗ webhook {5}no path with webhook in it/)
    expect(out).toMatch(/wrote {5}billstorm\.config\.mts, \d+ lines in it are guesses/)
  })
})

describe('writing', () => {
  it('writes a file and a workflow, and nothing over what stands there', async () => {
    const at = folder({ 'package.json': '{"type":"module"}', '.github/workflows/billstorm.yml': 'mine' })
    const first = await billstorm('init', '--cwd', at)
    expect(first.out).toContain(' there is .github/workflows/billstorm.yml already: left as it is')
    expect(first.out).toContain(`npx billstorm doctor --system ./${at}/billstorm.config.ts`)
    expect(readFileSync(join(cwd, at, '.github/workflows/billstorm.yml'), 'utf8')).toBe('mine')
    writeFileSync(join(cwd, at, 'billstorm.config.ts'), 'changed')
    const second = await billstorm('init', '--cwd', at)
    expect(second).toMatchObject({ exit: exits.misuse, out: '' })
    expect(second.err).toMatch(/there is billstorm\.config\.ts already, and nothing is written over it; --print shows/)
    expect(readFileSync(join(cwd, at, 'billstorm.config.ts'), 'utf8')).toBe('changed')
    expect((await billstorm('init', '--cwd', at, '--print')).exit).toBe(exits.held)
  })

  it('prints instead when it is asked to', async () => {
    const at = folder({ 'package.json': '{"type":"module"}' })
    expect(await printed(at)).toMatch(
      /^\/\/ billstorm\.config\.ts\nimport [\s\S]*\/\/ \.github\/workflows\/billstorm\.yml\nname: billstorm\n/,
    )
    expect(existsSync(join(cwd, at, 'billstorm.config.ts'))).toBe(false)
  })

  it('refuses what is no folder, and a manifest that is none', async () => {
    expect(await billstorm('init', '--cwd', 'nowhere')).toMatchObject({ exit: exits.misuse, err: expect.stringContaining('no folder') })
    expect(await billstorm('init', '--cwd', folder({ 'package.json': '{' }))).toMatchObject({
      exit: exits.misuse,
      err: expect.stringContaining('cannot be read'),
    })
  })

  it.runIf(process.platform === 'linux')('what it writes is a service file, where nobody has installed us either', async () => {
    cpSync(join(samples, 'sqlite'), join(cwd, 'copy'), { recursive: true })
    await billstorm('init', '--cwd', 'copy')
    const { out } = await billstorm('doctor', '--system', './copy/billstorm.config.ts')
    expect(out).toMatch(/ ✓ file {8}postcards-billing 1/)
    // Its client is not installed in the copy.
    expect(out).toMatch(/ ✗ starts [\s\S]*→ are its dependencies installed/)
  })
})
