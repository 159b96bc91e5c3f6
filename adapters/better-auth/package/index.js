/** What the adapter uses of the package, and of nothing else; plain JavaScript, so that any runtime reads it. */
export { betterAuth } from 'better-auth'
export { memoryAdapter } from 'better-auth/adapters/memory'
export { stripe } from '@better-auth/stripe'
export { default as Stripe } from 'stripe'
