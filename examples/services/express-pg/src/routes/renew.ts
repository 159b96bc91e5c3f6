import { Router } from "express";
import { cancelNow, chargeInvoice, createInvoice, type Customer, type Invoice, renewalFailed, type Subscription } from "../billing.ts";
import { one, pool } from "../db.ts";
import { addMonth, plans } from "../plans.ts";

export const renew = Router();

// Cron calls this every ten minutes.
renew.post("/internal/renew", async (_req, res) => {
  const now = new Date();
  const { rows: due } = await pool.query<Subscription>(
    `select * from subscriptions
     where status in ('active', 'past_due') and current_period_end <= $1 and (next_attempt_at is null or next_attempt_at <= $1)
     order by current_period_end`,
    [now],
  );
  const done = { renewed: 0, failed: 0, ended: 0 };
  for (const subscription of due) {
    try {
      done[await renewOne(subscription, now)]++;
    } catch (err) {
      console.error(`renewal of subscription ${subscription.id}`, err);
    }
  }
  res.json(done);
});

async function renewOne(subscription: Subscription, now: Date): Promise<"renewed" | "failed" | "ended"> {
  if (subscription.cancel_at_period_end) {
    await cancelNow(subscription);
    return "ended";
  }
  const customer = (await one<Customer>(pool, "select * from customers where id = $1", [subscription.customer_id]))!;
  const plan = subscription.next_plan ?? subscription.plan;
  const start = subscription.current_period_end;
  const invoice =
    (await one<Invoice>(
      pool,
      "select * from invoices where subscription_id = $1 and kind = 'renewal' and period_start = $2 and status = 'open'",
      [subscription.id, start],
    )) ?? (await createInvoice(subscription, "renewal", plan, plans[plan].monthlyCents, start, addMonth(start)));

  if (await chargeInvoice(customer, invoice)) return "renewed";
  await renewalFailed(subscription, now);
  return "failed";
}
