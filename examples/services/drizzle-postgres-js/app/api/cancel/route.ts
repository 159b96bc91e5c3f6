import { z } from "zod";
import { currentSubscription, saveSubscription } from "../../../lib/billing.ts";
import { json, parse } from "../../../lib/http.ts";
import { stripe } from "../../../lib/stripe.ts";

const Body = z.object({ userId: z.string().min(1), now: z.boolean().default(false) });

export async function POST(request: Request): Promise<Response> {
  const body = await parse(request, Body);
  if ("error" in body) return body.error;

  const current = await currentSubscription(body.data.userId);
  if (!current) return json({ error: "no subscription" }, 404);
  const subscription = body.data.now
    ? await stripe.subscriptions.cancel(current.id)
    : await stripe.subscriptions.update(current.id, { cancel_at_period_end: true });
  await saveSubscription(subscription);
  return json({ status: subscription.status, until: new Date(subscription.items.data[0].current_period_end * 1000) });
}
