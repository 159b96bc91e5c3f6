import type { Found } from './found.ts'

/**
 * What the service itself must be changed by, where no preload leads its client to the twin: one to three lines, or none.
 * @source stripe-go's BackendConfig and WithBackends, as examples/twin/go is compiled with v85; stripe-node's host, port and protocol
 */
export function adviceFor({ isRedirected, stack, variables }: Found): readonly string[] {
  const [told] = variables.filter(({ is }) => is === 'twin')
  if (isRedirected) return told === undefined ? [] : [`${told.name} is not needed on Node: the vendor's host is led to the twin by itself`]
  if (told !== undefined) return [`nothing to change: ${told.name} tells its client where the provider is`]
  if (stack.language === 'go')
    return [
      'let its client be told where the provider is, by STRIPE_API_BASE, and put `STRIPE_API_BASE: twin` into `env`:',
      '  base := cmp.Or(os.Getenv("STRIPE_API_BASE"), stripe.APIURL)',
      '  backends := stripe.NewBackendsWithConfig(&stripe.BackendConfig{URL: stripe.String(base)})',
      '  client := stripe.NewClient(key, stripe.WithBackends(backends))',
    ]
  if (stack.language === 'node')
    return [
      'let its client be told where the provider is, by STRIPE_API_BASE, and put `STRIPE_API_BASE: twin` into `env`:',
      '  const base = new URL(process.env.STRIPE_API_BASE ?? "https://api.stripe.com")',
      '  const stripe = new Stripe(key, { host: base.hostname, port: base.port || 443, protocol: base.protocol.slice(0, -1) })',
    ]
  return [
    "its client must be told where the provider is: `env` is given the address as `twin`, to be put under the name that it reads, as the client's base address",
  ]
}
