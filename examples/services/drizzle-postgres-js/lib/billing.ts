import { and, desc, eq, notInArray } from "drizzle-orm";
import type Stripe from "stripe";
import { entitlements, invoices, subscriptions, users } from "../db/schema.ts";
import { db } from "./db.ts";
import { planOf } from "./plans.ts";
import { stripe } from "./stripe.ts";

export const ended = ["canceled", "incomplete_expired"];

const date = (seconds: number) => new Date(seconds * 1000);
const idOf = (object: string | { id: string } | null | undefined) => (typeof object === "string" ? object : object?.id);

export async function userByCustomer(customerId: string) {
  return db.query.users.findFirst({ where: eq(users.stripeCustomerId, customerId) });
}

export async function currentSubscription(userId: string) {
  return db.query.subscriptions.findFirst({
    where: and(eq(subscriptions.userId, userId), notInArray(subscriptions.status, ended)),
    orderBy: desc(subscriptions.createdAt),
  });
}

/** Writes what Stripe says of a subscription into our tables and gives or takes access. */
export async function saveSubscription(subscription: Stripe.Subscription): Promise<void> {
  const user = await userByCustomer(idOf(subscription.customer)!);
  if (!user) throw new Error(`no user for subscription ${subscription.id}`);
  const item = subscription.items.data[0];
  const row = {
    id: subscription.id,
    userId: user.id,
    plan: planOf(item.price.id),
    status: subscription.status as string,
    currentPeriodEnd: date(item.current_period_end),
    cancelAtPeriodEnd: subscription.cancel_at_period_end,
    latestInvoiceId: idOf(subscription.latest_invoice) ?? null,
    createdAt: date(subscription.created),
  };
  await db.insert(subscriptions).values(row).onConflictDoUpdate({ target: subscriptions.id, set: row });
  await setEntitlement(user.id, row.plan, !ended.includes(row.status));
}

export async function setEntitlement(userId: string, plan: string, active: boolean): Promise<void> {
  const row = { userId, plan, active, updatedAt: new Date() };
  await db.insert(entitlements).values(row).onConflictDoUpdate({ target: entitlements.userId, set: row });
}

export async function saveInvoice(invoice: Stripe.Invoice): Promise<void> {
  const row = {
    id: invoice.id!,
    subscriptionId: idOf(invoice.parent?.subscription_details?.subscription) ?? null,
    customerId: idOf(invoice.customer)!,
    status: invoice.status as string,
    amountDue: invoice.amount_due,
    amountPaid: invoice.amount_paid,
    periodEnd: date(Math.max(...invoice.lines.data.map((line) => line.period.end))),
  };
  await db.insert(invoices).values(row).onConflictDoUpdate({ target: invoices.id, set: row });
}

export async function handleEvent(event: Stripe.Event): Promise<void> {
  switch (event.type) {
    case "customer.subscription.created":
    case "customer.subscription.updated":
    case "customer.subscription.deleted":
      return saveSubscription(event.data.object);
    case "invoice.paid":
    case "invoice.payment_failed":
    case "invoice.voided":
      return saveInvoice(event.data.object);
    case "charge.refunded": {
      // We only give everything back when we part with a customer.
      const charge = event.data.object;
      const user = charge.refunded && (await userByCustomer(idOf(charge.customer) ?? ""));
      const subscription = user && (await currentSubscription(user.id));
      if (subscription) await saveSubscription(await stripe.subscriptions.cancel(subscription.id));
      return;
    }
    default:
      return;
  }
}
