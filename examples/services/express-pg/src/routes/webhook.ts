import express, { Router } from "express";
import type Stripe from "stripe";
import { cancelNow, markInvoicePaid, type Subscription } from "../billing.ts";
import { one, pool } from "../db.ts";
import { stripe } from "../stripe.ts";

export const webhook = Router();

webhook.post("/webhooks/stripe", express.raw({ type: "application/json" }), async (req, res) => {
  let event: Stripe.Event;
  try {
    event = stripe.webhooks.constructEvent(req.body, req.header("stripe-signature") ?? "", process.env.STRIPE_WEBHOOK_SECRET ?? "");
  } catch {
    res.status(400).send("bad signature");
    return;
  }

  const seen = await one(pool, "select 1 from processed_events where event_id = $1", [event.id]);
  if (seen) {
    res.json({ received: true, duplicate: true });
    return;
  }
  await handle(event);
  await pool.query("insert into processed_events (event_id, type) values ($1, $2)", [event.id, event.type]);
  res.json({ received: true });
});

async function handle(event: Stripe.Event): Promise<void> {
  switch (event.type) {
    case "payment_intent.succeeded": {
      const intent = event.data.object;
      if (!intent.metadata.invoice_id) return;
      await pool.query("update payments set status = 'succeeded' where stripe_payment_intent_id = $1", [intent.id]);
      await markInvoicePaid(Number(intent.metadata.invoice_id));
      return;
    }
    case "payment_intent.payment_failed": {
      const intent = event.data.object;
      await pool.query("update payments set status = 'failed', error = $2 where stripe_payment_intent_id = $1 and status = 'processing'", [
        intent.id,
        intent.last_payment_error?.message ?? null,
      ]);
      return;
    }
    case "charge.refunded": {
      const charge = event.data.object;
      if (charge.amount_refunded < charge.amount) return;
      await pool.query(
        "update invoices set status = 'refunded' where id in (select invoice_id from payments where stripe_payment_intent_id = $1)",
        [charge.payment_intent],
      );
      await refunded(String(charge.payment_intent));
      return;
    }
    default:
      return;
  }
}

/** Whoever has the money of the running period back has no access either. */
async function refunded(intentId: string): Promise<void> {
  const subscription = await one<Subscription>(
    pool,
    `select s.* from subscriptions s join invoices i on i.subscription_id = s.id join payments p on p.invoice_id = i.id
     where p.stripe_payment_intent_id = $1 and i.period_end = s.current_period_end and s.status <> 'canceled'`,
    [intentId],
  );
  if (subscription) await cancelNow(subscription);
}
