import type Stripe from "stripe";
import { webhookEvents } from "../../../../db/schema.ts";
import { after } from "../../../../lib/after.ts";
import { handleEvent } from "../../../../lib/billing.ts";
import { db } from "../../../../lib/db.ts";
import { json } from "../../../../lib/http.ts";
import { stripe } from "../../../../lib/stripe.ts";

export async function POST(request: Request): Promise<Response> {
  const payload = await request.text();
  let event: Stripe.Event;
  try {
    event = stripe.webhooks.constructEvent(payload, request.headers.get("stripe-signature") ?? "", process.env.STRIPE_WEBHOOK_SECRET ?? "");
  } catch {
    return json({ error: "bad signature" }, 400);
  }

  // Stripe may send an event more than once.
  const fresh = await db.insert(webhookEvents).values({ id: event.id, type: event.type }).onConflictDoNothing().returning();
  if (fresh.length > 0) after(() => handleEvent(event));
  return json({ received: true });
}
