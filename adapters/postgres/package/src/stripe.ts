import Stripe from 'stripe'
import { config } from './config.ts'

/** No tries of its own: what is tried again is so by a row that outlives the process, or by Stripe's next copy of an event. */
export const stripe = new Stripe(config.stripeKey, { maxNetworkRetries: 0 })

const { StripeCardError, StripeInvalidRequestError } = Stripe.errors

/** Stripe has decided, and asked again would say the same. Any other error leaves open what has happened. */
export const isFinal = (error: unknown): error is Stripe.errors.StripeError =>
  error instanceof StripeCardError || error instanceof StripeInvalidRequestError

/** What is read, or undefined when there is no such thing. */
export async function ifThere<Thing>(read: Promise<Thing>): Promise<Thing | undefined> {
  try {
    return await read
  } catch (error) {
    if (error instanceof StripeInvalidRequestError && error.statusCode === 404) return undefined
    throw error
  }
}

export const idOf = (thing: string | { readonly id: string } | null | undefined): string | undefined =>
  typeof thing === 'string' ? thing : thing?.id
