import { one, pool } from "./db.ts";
import { addDays, addMonth, GRACE_DAYS, RETRY_AFTER_DAYS } from "./plans.ts";
import { stripe } from "./stripe.ts";

export interface Customer {
  id: string;
  email: string;
  stripe_customer_id: string | null;
  payment_method_id: string | null;
}

export interface Subscription {
  id: number;
  customer_id: string;
  plan: string;
  next_plan: string | null;
  status: "incomplete" | "active" | "past_due" | "canceled";
  current_period_start: Date;
  current_period_end: Date;
  cancel_at_period_end: boolean;
  failed_attempts: number;
  next_attempt_at: Date | null;
}

export interface Invoice {
  id: number;
  subscription_id: number;
  kind: "signup" | "renewal" | "upgrade";
  plan: string;
  period_start: Date;
  period_end: Date;
  amount_cents: number;
  currency: string;
  status: "open" | "paid" | "void" | "refunded";
}

export async function createInvoice(
  subscription: Subscription,
  kind: Invoice["kind"],
  plan: string,
  amount: number,
  periodStart: Date,
  periodEnd: Date,
): Promise<Invoice> {
  const invoice = await one<Invoice>(
    pool,
    `insert into invoices (subscription_id, kind, plan, amount_cents, period_start, period_end)
     values ($1, $2, $3, $4, $5, $6) returning *`,
    [subscription.id, kind, plan, amount, periodStart, periodEnd],
  );
  return invoice!;
}

/** Charges the card on file. Returns whether the invoice is paid now. */
export async function chargeInvoice(customer: Customer, invoice: Invoice): Promise<boolean> {
  try {
    const intent = await stripe.paymentIntents.create({
      amount: invoice.amount_cents,
      currency: invoice.currency,
      customer: customer.stripe_customer_id!,
      payment_method: customer.payment_method_id!,
      confirm: true,
      off_session: true,
      metadata: { invoice_id: String(invoice.id) },
    });
    await recordPayment(invoice, intent.id, intent.status, null);
    if (intent.status !== "succeeded") return false;
    await markInvoicePaid(invoice.id);
    return true;
  } catch (err) {
    console.error(`charge for invoice ${invoice.id} failed`, err);
    await recordPayment(invoice, null, "failed", (err as Error).message);
    return false;
  }
}

async function recordPayment(invoice: Invoice, intentId: string | null, status: string, error: string | null) {
  await pool.query("insert into payments (invoice_id, stripe_payment_intent_id, amount_cents, status, error) values ($1, $2, $3, $4, $5)", [
    invoice.id,
    intentId,
    invoice.amount_cents,
    status,
    error,
  ]);
}

/** Called by whoever hears first that the money arrived: the charge itself or the webhook. */
export async function markInvoicePaid(invoiceId: number): Promise<void> {
  const invoice = await one<Invoice>(pool, "select * from invoices where id = $1", [invoiceId]);
  if (!invoice || invoice.status !== "open") return;
  const subscription = await one<Subscription>(pool, "select * from subscriptions where id = $1", [invoice.subscription_id]);
  if (!subscription || subscription.status === "canceled") return;

  await pool.query("update invoices set status = 'paid' where id = $1", [invoice.id]);

  let end = subscription.current_period_end;
  if (invoice.kind === "renewal") {
    end = addMonth(subscription.current_period_end);
    await pool.query(
      `update subscriptions set plan = $2, next_plan = null, status = 'active', failed_attempts = 0, next_attempt_at = null,
         current_period_start = current_period_end, current_period_end = $3 where id = $1`,
      [subscription.id, invoice.plan, end],
    );
  } else {
    await pool.query("update subscriptions set plan = $2, next_plan = null, status = 'active' where id = $1", [
      subscription.id,
      invoice.plan,
    ]);
  }
  await grant(subscription.customer_id, invoice.plan, addDays(end, GRACE_DAYS));
}

export async function grant(customerId: string, plan: string, validUntil: Date): Promise<void> {
  await pool.query(
    `insert into entitlements (customer_id, plan, valid_until) values ($1, $2, $3)
     on conflict (customer_id) do update set plan = excluded.plan, valid_until = excluded.valid_until`,
    [customerId, plan, validUntil],
  );
}

export async function revoke(customerId: string): Promise<void> {
  await pool.query("delete from entitlements where customer_id = $1", [customerId]);
}

export async function cancelNow(subscription: Subscription): Promise<void> {
  await pool.query("update subscriptions set status = 'canceled', next_attempt_at = null where id = $1", [subscription.id]);
  await pool.query("update invoices set status = 'void' where subscription_id = $1 and status = 'open'", [subscription.id]);
  await revoke(subscription.customer_id);
}

/** A renewal was declined: try again on the days of the schedule, then give up. */
export async function renewalFailed(subscription: Subscription, now: Date): Promise<void> {
  const wait = RETRY_AFTER_DAYS[subscription.failed_attempts];
  if (wait === undefined) return cancelNow(subscription);
  await pool.query(
    "update subscriptions set status = 'past_due', failed_attempts = failed_attempts + 1, next_attempt_at = $2 where id = $1",
    [subscription.id, addDays(now, wait)],
  );
}
