import { count, eq } from "drizzle-orm";
import Stripe from "stripe";
import { z } from "zod";
import { subscriptions, users } from "../../../db/schema.ts";
import { currentSubscription, saveSubscription } from "../../../lib/billing.ts";
import { db } from "../../../lib/db.ts";
import { json, parse } from "../../../lib/http.ts";
import { prices } from "../../../lib/plans.ts";
import { stripe } from "../../../lib/stripe.ts";

const Body = z.object({
  userId: z.string().min(1),
  email: z.email(),
  plan: z.enum(["solo", "pro"]),
  paymentMethod: z.string().min(1),
});

export async function POST(request: Request): Promise<Response> {
  const body = await parse(request, Body);
  if ("error" in body) return body.error;
  const { userId, email, plan, paymentMethod } = body.data;

  await db.insert(users).values({ id: userId, email }).onConflictDoNothing();
  const existing = await currentSubscription(userId);
  if (existing && existing.status !== "incomplete") return json({ error: "already subscribed" }, 409);

  try {
    const customer = await ensureCustomer(userId, email);
    const card = await stripe.paymentMethods.attach(paymentMethod, { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: card.id } });

    const subscription = existing
      ? await payFirstInvoice(existing.id, existing.latestInvoiceId!)
      : await stripe.subscriptions.create(
          { customer, items: [{ price: prices[plan] }], payment_behavior: "allow_incomplete", metadata: { userId } },
          { idempotencyKey: `subscribe-${userId}-${await subscriptionsSoFar(userId)}` },
        );
    await saveSubscription(subscription);
    if (subscription.status === "incomplete") return json({ error: "payment failed", status: subscription.status }, 402);
    return json({ subscription: subscription.id, plan, status: subscription.status }, 201);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) return json({ error: error.message }, 402);
    if (error instanceof Stripe.errors.StripeIdempotencyError) return json({ error: "another signup is under way" }, 409);
    throw error;
  }
}

async function ensureCustomer(userId: string, email: string): Promise<string> {
  const user = await db.query.users.findFirst({ where: eq(users.id, userId) });
  if (user?.stripeCustomerId) return user.stripeCustomerId;
  const { id } = await stripe.customers.create({ email, metadata: { userId } }, { idempotencyKey: `customer-${userId}` });
  await db.update(users).set({ stripeCustomerId: id }).where(eq(users.id, userId));
  return id;
}

/** The first card was declined; the new one pays the invoice that is still open. */
async function payFirstInvoice(subscriptionId: string, invoiceId: string): Promise<Stripe.Subscription> {
  await stripe.invoices.pay(invoiceId);
  return stripe.subscriptions.retrieve(subscriptionId);
}

async function subscriptionsSoFar(userId: string): Promise<number> {
  const [row] = await db.select({ n: count() }).from(subscriptions).where(eq(subscriptions.userId, userId));
  return row.n;
}
