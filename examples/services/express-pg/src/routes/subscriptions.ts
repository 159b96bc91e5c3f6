import { Router } from "express";
import { cancelNow, chargeInvoice, createInvoice, type Customer, type Invoice, type Subscription } from "../billing.ts";
import { one, pool } from "../db.ts";
import { addMonth, plans, prorationCents } from "../plans.ts";
import { stripe } from "../stripe.ts";

export const subscriptions = Router();

const live = "select * from subscriptions where customer_id = $1 and status <> 'canceled'";

subscriptions.post("/subscribe", async (req, res) => {
  const { userId, email, plan, paymentMethod } = req.body ?? {};
  if (!userId || !email || !paymentMethod || !plans[plan]) {
    res.status(400).json({ error: "userId, email, plan and paymentMethod are required" });
    return;
  }
  let customer = (await one<Customer>(
    pool,
    "insert into customers (id, email) values ($1, $2) on conflict (id) do update set email = excluded.email returning *",
    [userId, email],
  ))!;
  if (await one(pool, live, [userId])) {
    res.status(409).json({ error: "already subscribed" });
    return;
  }
  if (!customer.stripe_customer_id) {
    const created = await stripe.customers.create(
      { email, payment_method: paymentMethod, invoice_settings: { default_payment_method: paymentMethod } },
      { idempotencyKey: `customer-${userId}-${paymentMethod}` },
    );
    customer = (await one<Customer>(
      pool,
      "update customers set stripe_customer_id = $2, payment_method_id = $3 where id = $1 returning *",
      [userId, created.id, paymentMethod],
    ))!;
  } else if (customer.payment_method_id !== paymentMethod) {
    await stripe.paymentMethods.attach(paymentMethod, { customer: customer.stripe_customer_id });
    customer = (await one<Customer>(pool, "update customers set payment_method_id = $2 where id = $1 returning *", [
      userId,
      paymentMethod,
    ]))!;
  }

  const now = new Date();
  const subscription = await one<Subscription>(
    pool,
    `insert into subscriptions (customer_id, plan, current_period_start, current_period_end)
     values ($1, $2, $3, $4) on conflict do nothing returning *`,
    [userId, plan, now, addMonth(now)],
  );
  if (!subscription) {
    res.status(409).json({ error: "already subscribed" });
    return;
  }
  const invoice = await createInvoice(subscription, "signup", plan, plans[plan].monthlyCents, now, subscription.current_period_end);
  if (await chargeInvoice(customer, invoice)) {
    res.status(201).json({ subscription: subscription.id, plan, status: "active", paidUntil: subscription.current_period_end });
  } else {
    await cancelNow(subscription);
    res.status(402).json({ error: "payment failed" });
  }
});

subscriptions.post("/change-plan", async (req, res) => {
  const { userId, plan } = req.body ?? {};
  const subscription = await one<Subscription>(pool, live, [userId]);
  if (!plans[plan] || !subscription) {
    res.status(plans[plan] ? 404 : 400).json({ error: plans[plan] ? "no subscription" : "no such plan" });
    return;
  }
  if (subscription.status !== "active") {
    res.status(409).json({ error: "settle the open invoice first" });
    return;
  }
  const now = new Date();
  const amount = prorationCents(subscription.plan, plan, subscription.current_period_start, subscription.current_period_end, now);
  if (amount <= 0) {
    await pool.query("update subscriptions set next_plan = $2 where id = $1", [subscription.id, plan]);
    res.json({ plan: subscription.plan, nextPlan: plan, from: subscription.current_period_end });
    return;
  }
  const customer = (await one<Customer>(pool, "select * from customers where id = $1", [userId]))!;
  const invoice = await createInvoice(subscription, "upgrade", plan, amount, now, subscription.current_period_end);
  if (await chargeInvoice(customer, invoice)) {
    res.json({ plan, chargedCents: amount });
  } else {
    await pool.query("update invoices set status = 'void' where id = $1", [invoice.id]);
    res.status(402).json({ error: "payment failed" });
  }
});

subscriptions.post("/cancel", async (req, res) => {
  const { userId, now } = req.body ?? {};
  const subscription = await one<Subscription>(pool, live, [userId]);
  if (!subscription) {
    res.status(404).json({ error: "no subscription" });
    return;
  }
  if (now) await cancelNow(subscription);
  else await pool.query("update subscriptions set cancel_at_period_end = true where id = $1", [subscription.id]);
  res.json({ canceled: true, until: now ? new Date() : subscription.current_period_end });
});

subscriptions.get("/me/:customer", async (req, res) => {
  const id = req.params.customer;
  const subscription = await one<Subscription>(pool, "select * from subscriptions where customer_id = $1 order by id desc limit 1", [id]);
  if (!subscription) {
    res.status(404).json({ error: "unknown customer" });
    return;
  }
  const entitlement = await one<{ plan: string; valid_until: Date }>(pool, "select * from entitlements where customer_id = $1", [id]);
  const invoices = await pool.query<Invoice>(
    "select i.* from invoices i join subscriptions s on s.id = i.subscription_id where s.customer_id = $1 order by i.id",
    [id],
  );
  res.json({
    customer: id,
    plan: subscription.plan,
    status: subscription.status,
    currentPeriodEnd: subscription.current_period_end,
    cancelAtPeriodEnd: subscription.cancel_at_period_end,
    access: entitlement !== undefined && entitlement.valid_until > new Date(),
    invoices: invoices.rows.map(({ id, kind, amount_cents, status, period_start, period_end }) => ({
      id,
      kind,
      amountCents: amount_cents,
      status,
      from: period_start,
      to: period_end,
    })),
  });
});
