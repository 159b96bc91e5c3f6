import type { PlanSold, Variable } from './data.ts'
import type { Found } from './found.ts'
import type { Guess } from './guess.ts'
import type { Asked } from './routes.ts'
import { viewGuess } from './view-of.ts'

/** The plans that the world sells, in the order in which ours are given to theirs. */
const worldPlans = ['basic', 'pro', 'team'] as const

const mark = (guess: Guess<unknown> | undefined): string =>
  guess === undefined ? ' // guess: nothing was found' : guess.isSure ? '' : ` // guess: ${guess.where}`
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

const keyOf = (text: string): string => (/^[a-z_]\w*$/i.test(text) ? text : quoted(text))

/** The file that says how a service is wired, with what was guessed marked as that. */
export function configText(found: Found): string {
  const { stack, plans, webhook, ready, commands, jobs, events, variables, authority, isRedirected, file } = found
  const sold = (plans?.value ?? []).slice(0, worldPlans.length)
  const store = stack.store?.value ?? 'postgres'
  const { sights, lines: view } = viewGuess(found)
  const priced = sold.filter(({ price }) => price !== undefined)
  const all = [
    `import { ${[...(jobs.length > 0 ? ['days'] : []), ...(sights.includes('invoices') ? ['minor'] : []), store, 'service'].toSorted().join(', ')} } from 'billstorm'`,
    '',
    `// What says guess was guessed. \`npx billstorm doctor --system ./${file}\` proves it step by step.`,
    '',
    ...planLines(sold, plans),
    ...(sights.includes('subscriptions') ? statusLines(found.statuses) : []),
    ...(sights.includes('invoices') ? invoiceStatusLines : []),
    'export const system = () =>',
    '  service({',
    `    name: ${quoted(found.name)},`,
    "    folder: new URL('./', import.meta.url),",
    ...(stack.migrate === undefined ? [] : [`    migrate: ${quoted(stack.migrate.value)},${mark(stack.migrate)}`]),
    `    start: ${quoted(stack.start?.value ?? 'npm start')},${mark(stack.start)}`,
    `    ready: 'GET ${ready?.value ?? '/'}',${mark(ready)}`,
    ...(isRedirected ? [] : ["    clock: 'service',"]),
    ...envLines(variables),
    `    store: ${store}(),${mark(stack.store)}`,
    ...(stack.driver === 'pg' && isRedirected ? ["    level: 'wire',"] : []),
    `    webhook: 'POST ${webhook?.value ?? '/webhooks/stripe'}',${mark(webhook)}`,
    ...(events.length === 0 ? [] : [`    listens: [${events.map(quoted).join(', ')}],`]),
    `    authority: '${authority?.value ?? 'provider'}',${mark(authority)}`,
    "    keeps: 'mirror',",
    ...(priced.length === 0
      ? []
      : [
          `    prices: { ${priced.map(({ price }) => `${keyOf(price!)}: '${worldPlans[sold.findIndex((each) => each.price === price)]}'`).join(', ')} },`,
        ]),
    '    commands: {',
    ...(commands.length === 0
      ? [
          '      // guess: nothing was found. How does a customer sign up?',
          "      subscribe: ({ who, plan, card }) => ({ to: 'POST /subscribe', body: { userId: who, plan, paymentMethod: card } }),",
        ]
      : commands.flatMap((command) => commandLines(command, sold.length > 0).map((line) => `      ${line}`))),
    '    },',
    ...(jobs.length === 0
      ? []
      : [
          '    jobs: {',
          ...jobs.map(
            (job) =>
              `      ${keyOf(job.value.split('/').at(-1)!)}: { send: { to: 'POST ${job.value}' }, every: days(1), overlaps: true },${mark(job)}`,
          ),
          '    },',
        ]),
    `    sights: [${sights.map(quoted).join(', ')}],`,
    ...view.map((line) => `    ${line}`),
    '  })',
  ]
  return `${all.join('\n')}\n`
}

/** Lines that somebody has to look at. */
export const guessesIn = (text: string): number => text.split('\n').filter((line) => /\/\/ guess|\/\*\* guess/.test(line)).length

function planLines(sold: readonly PlanSold[], plans: Guess<unknown> | undefined): readonly string[] {
  if (sold.length === 0)
    return [
      '// guess: its plans are called as those of the world are',
      "const own: Readonly<Record<string, string>> = { basic: 'basic', pro: 'pro', team: 'team' }",
      'const plans = own',
      '',
    ]
  return [
    `// The plans of the world, and what each is called here.${mark(plans).replace(' //', ' A')}`,
    `const own: Readonly<Record<string, string>> = { ${sold.map(({ name }, index) => `${worldPlans[index]}: ${quoted(name)}`).join(', ')} }`,
    `const plans: Readonly<Record<string, string>> = { ${sold.map(({ name }, index) => `${keyOf(name)}: '${worldPlans[index]}'`).join(', ')} }`,
    '',
  ]
}

const statusLines = (words: Found['statuses']): readonly string[] => [
  '// Its words for a subscription, and ours.',
  'const statuses = {',
  "  pending: 'incomplete',",
  "  incomplete: 'incomplete',",
  "  incomplete_expired: 'incomplete expired',",
  "  trialing: 'trialing',",
  "  active: 'active',",
  "  past_due: 'past due',",
  "  unpaid: 'unpaid',",
  "  paused: 'paused',",
  "  canceled: 'canceled',",
  ...words.map(({ word, is }) => `  ${keyOf(word)}: '${is}', // guess`),
  '} as const',
  '',
]

const invoiceStatusLines = [
  '// Its words for an invoice, and ours.',
  "const invoiceStatuses = { draft: 'open', open: 'open', paid: 'paid', refunded: 'paid', void: 'void', uncollectible: 'uncollectible' } as const",
  '',
] as const

function envLines(variables: readonly Variable[]): readonly string[] {
  const value: Readonly<Record<Variable['is'], ((variable: Variable) => string | undefined) | undefined>> = {
    store: () => 'store',
    key: () => 'key',
    secret: () => 'webhookSecret',
    twin: () => 'twin',
    price: ({ name, otherwise }) => quoted(otherwise ?? `price_${name.replace(/^.*PRICE_?(ID_?)?/, '').toLowerCase()}`),
    port: undefined,
    unknown: undefined,
  }
  const told = variables.flatMap((variable) => {
    const text = value[variable.is]?.(variable)
    return text === undefined ? [] : [`      ${variable.name}: ${text},`]
  })
  const unknown = variables.filter(({ is, otherwise }) => is === 'unknown' && otherwise === undefined)
  const has = (is: Variable['is']): boolean => variables.some((variable) => variable.is === is)
  const given = [
    ...(has('store') ? ['store'] : []),
    ...(has('key') ? ['key'] : []),
    ...(has('secret') ? ['webhookSecret'] : []),
    ...(has('twin') ? ['twin'] : []),
  ]
  if (told.length === 0)
    return [
      '    env: ({ store, key, webhookSecret }) => ({ DATABASE_URL: store, STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: webhookSecret }), // guess: nothing was found',
    ]
  return [
    `    env: (${given.length === 0 ? '' : `{ ${given.join(', ')} }`}) => ({`,
    ...told,
    ...unknown.map(({ name }) => `      // ${name}: '', // guess: it is read, and not known to us`),
    '    }),',
  ]
}

function commandLines({ value, where }: Guess<Asked>, hasPlans: boolean): readonly string[] {
  const { wish, method, path, fields } = value
  const known = fields.map((field) => ({ field, is: meaningOf(field, wish) })).filter(({ is }) => is !== undefined)
  const uses = new Set<string>(known.map(({ is }) => is!.needs))
  const isPlanned = wish === 'subscribe' || wish === 'change plan'
  const given = ['who', ...(isPlanned ? ['plan'] : []), ...['quantity', 'card', 'when'].filter((each) => uses.has(each))]
  const body = known.length === 0 ? '' : `, body: { ${known.map(({ field, is }) => `${field}: ${is!.text}`).join(', ')} }`
  const sent = `{ to: '${method} ${path}'${body} }`
  const name = keyOf(wish)
  const rest = fields.filter((field) => meaningOf(field, wish) === undefined)
  const marked = ` // guess: ${where}${rest.length === 0 ? '' : `; it reads ${rest.join(', ')} too`}`
  return isPlanned && hasPlans
    ? [`${name}: ({ ${given.join(', ')} }) =>${marked}`, `  own[plan] === undefined ? undefined : ${sent},`]
    : [`${name}: ({ ${given.join(', ')} }) => (${sent}),${marked}`]
}

interface Meaning {
  readonly needs: string
  readonly text: string
}

/** What a field of a request is, by its name. */
function meaningOf(field: string, wish: Asked['wish']): Meaning | undefined {
  if (/mail/i.test(field)) return { needs: 'who', text: '`${who}@example.com`' }
  if (/payment_?method|^card$|^pm$|card_?id|^source$/i.test(field))
    return wish === 'cancel' || wish.startsWith('change') ? undefined : { needs: 'card', text: 'card' }
  if (/^(user|customer|account|member|org|organization|team|tenant|owner)(_?id)?$|^id$/i.test(field)) return { needs: 'who', text: 'who' }
  if (/plan|tier|product|price/i.test(field))
    return wish === 'subscribe' || wish === 'change plan' ? { needs: 'plan', text: 'own[plan]' } : undefined
  if (/quantity|seats|count/i.test(field))
    return wish === 'subscribe' || wish === 'change quantity' ? { needs: 'quantity', text: 'quantity' } : undefined
  if (/^now$|immediate|at_?once/i.test(field)) return wish === 'cancel' ? { needs: 'when', text: "when === 'now'" } : undefined
  return undefined
}
