import { eq } from "drizzle-orm";
import { z } from "zod";
import { subscriptions } from "../../../db/schema.ts";
import { currentSubscription, setEntitlement } from "../../../lib/billing.ts";
import { db } from "../../../lib/db.ts";
import { json, parse } from "../../../lib/http.ts";
import { prices } from "../../../lib/plans.ts";
import { stripe } from "../../../lib/stripe.ts";

const Body = z.object({ userId: z.string().min(1), plan: z.enum(["solo", "pro"]) });

export async function POST(request: Request): Promise<Response> {
  const body = await parse(request, Body);
  if ("error" in body) return body.error;
  const { userId, plan } = body.data;

  const current = await currentSubscription(userId);
  if (!current) return json({ error: "no subscription" }, 404);
  if (current.plan === plan) return json({ plan });

  const subscription = await stripe.subscriptions.retrieve(current.id);
  await stripe.subscriptions.update(current.id, {
    items: [{ id: subscription.items.data[0].id, price: prices[plan] }],
    proration_behavior: "always_invoice",
  });
  await db.update(subscriptions).set({ plan }).where(eq(subscriptions.id, current.id));
  await setEntitlement(userId, plan, true);
  return json({ plan });
}
