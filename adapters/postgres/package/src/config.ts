/** What the environment says; nothing else reads it. */
function needed(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`${name} is not set`)
  return value
}

export const config = {
  databaseUrl: needed('DATABASE_URL'),
  stripeKey: needed('STRIPE_SECRET_KEY'),
  webhookSecret: needed('STRIPE_WEBHOOK_SECRET'),
  port: Number(process.env['PORT'] ?? 3000),
  /** A mistake to be made on purpose, see `variants/`. */
  variant: process.env['BILLING_VARIANT'],
}
