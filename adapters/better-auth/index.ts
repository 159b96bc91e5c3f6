/** Fits better-auth with its Stripe plugin to the port: a package written by others, its own database in memory, driven by webhooks. */
import type { Command, CommandReply, Policy } from '#machines'
import { days, defaultPolicy } from '#machines'
import type { Activity, Input, ShellCodec, System, World } from '#simulator'
import { createShellCodec } from '#simulator'
import { AdapterError } from '../injected/adapter-error.ts'
import { install, type Injection } from '../injected/injection.ts'
import { signWith } from '../injected/sign.ts'
import { baseUrl, createClient, folderFor, isInstalled, manifest, trialHeader, webhookSecret, type Client } from './client.ts'
import { translate } from './translate.ts'

const version = '1.7.6'
const webhook = `${baseUrl}/api/auth/stripe/webhook`
const upgrade = `${baseUrl}/api/auth/subscription/upgrade`

/** The system, and what trying it by hand takes: its tables and its injection. */
export interface BetterAuth extends System {
  readonly client: () => Client
  readonly injection: () => Injection
}

/**
 * better-auth 1.7.6 with @better-auth/stripe 1.7.6 on its memory adapter. It begins the signups that end on the provider's
 * page; all other commands happen at the provider.
 * @param folder where the package is installed
 */
export function betterAuth(folder: URL = folderFor(process.cwd())): BetterAuth {
  let booted: { readonly injection: Injection; readonly client: Client } | undefined
  let world: World | undefined
  /** Veils the ids of the run that is on. */
  let codec: ShellCodec = createShellCodec()
  const here = (): NonNullable<typeof booted> => {
    if (booted === undefined) throw new AdapterError('better-auth was used before boot')
    return booted
  }

  return {
    name: 'better-auth',
    version,
    capabilities: {
      level: 'L3',
      authority: 'provider',
      keeps: 'mirror',
      commands: [],
      checkout: true,
      jobs: [],
      crash: true,
      clock: 'controlled',
      reconcile: false,
      sights: ['customers', 'subscriptions'],
      listens: [
        'checkout.session.completed',
        'customer.subscription.created',
        'customer.subscription.updated',
        'customer.subscription.deleted',
      ],
      endpointVersion: '2026-08-26.dahlia',
    },
    client: () => here().client,
    injection: () => here().injection,

    async boot() {
      if (booted !== undefined) return
      const injection = await install()
      try {
        const policy = (): Policy => world?.policy() ?? defaultPolicy
        const client = await createClient(
          injection,
          () => codec,
          policy,
          (level) => world?.effect('alert', `better-auth logs an ${level}`),
          folder,
        )
        booted = { injection, client }
      } catch (error) {
        injection.uninstall()
        throw error
      }
    },
    enter(next) {
      world = next
    },
    reset() {
      const { client, injection } = here()
      codec = createShellCodec()
      client.clear()
      injection.reset()
    },
    receive(input: Input): Activity {
      const { client, injection } = here()
      if (world === undefined) throw new AdapterError('better-auth was used before it entered a world')
      if (input.kind === 'command') {
        const request = upgradeRequest(input.command, client.signIn(input.who, world.now()))
        return injection.activity(input.name, world, async () => replyOf(await client.handle(request()), codec))
      }
      if (input.kind !== 'delivery') throw new RangeError(`better-auth takes webhooks and signups, and was given a ${input.kind}`)
      const { event } = input
      const customer = event.object['customer']
      if (typeof customer === 'string') client.signUp(event.owner, String(codec.show(customer)))
      const { body, headers } = input.raw()
      return injection.activity(input.name, world, async () => {
        const response = await client.handle(new Request(webhook, { method: 'POST', body, headers: { ...headers } }))
        return { status: response.status }
      })
    },
    show: (payload) => codec.show(payload),
    sign: signWith(webhookSecret),
    settle: () => here().injection.outstanding(),
    view: () => translate(here().client.tables.user, here().client.tables.subscription, (id) => String(codec.take(id))),
    close() {
      booted?.client.close()
      booted?.injection.uninstall()
      booted = undefined
    },
  }
}

/** What the shop's page sends when a customer picks a plan. */
function upgradeRequest(command: Command, cookie: string): () => Request {
  if (command.do !== 'subscribe') throw new RangeError(`better-auth takes webhooks and signups, and was asked to ${command.do}`)
  const { plan, quantity, trial } = command
  const headers = {
    'content-type': 'application/json',
    origin: baseUrl,
    cookie,
    ...(trial === undefined ? {} : { [trialHeader]: String(trial / days(1)) }),
  }
  const body = JSON.stringify({ plan, seats: quantity, successUrl: '/welcome', cancelUrl: '/plans', disableRedirect: true })
  return () => new Request(upgrade, { method: 'POST', headers, body })
}

/** A checkout session is a page to go on at; who is sent elsewhere has a subscription already, and here asks for nothing more. */
async function replyOf(response: Response, codec: ShellCodec): Promise<CommandReply> {
  // An endpoint that threw answers nothing at all.
  if (response.status >= 500) return { kind: 'refused', reason: String(response.status) }
  const body = (await response.json()) as { readonly object?: string; readonly id?: string; readonly code?: string }
  if (!response.ok) return { kind: 'refused', reason: body.code ?? String(response.status) }
  if (body.object !== 'checkout.session') return { kind: 'refused', reason: 'has a subscription, and is shown the portal' }
  return { kind: 'accepted', page: String(codec.take(body.id)) }
}

export { isInstalled, manifest }
