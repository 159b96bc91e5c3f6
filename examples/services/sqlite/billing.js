import Stripe from "stripe";
import { get, run } from "./db.js";

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? "");

const plans = {
  plus: { price: process.env.STRIPE_PRICE_PLUS ?? "price_plus", credits: 10 },
  max: { price: process.env.STRIPE_PRICE_MAX ?? "price_max", credits: 50 },
};

const now = () => Math.floor(Date.now() / 1000);
const userOf = (id) => get("select * from users where id = ?", id ?? "");
const isLive = (user) => user && !["none", "canceled"].includes(user.status);

function addMonth(seconds) {
  const date = new Date(seconds * 1000);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + 1);
  if (date.getUTCDate() !== day) date.setUTCDate(0); // the month is shorter
  return Math.floor(date.getTime() / 1000);
}

export async function subscribe({ userId, email, plan, paymentMethod }) {
  if (!userId || !email || !paymentMethod || !plans[plan]) return [400, { error: "userId, email, plan and paymentMethod are required" }];
  run("insert into users (id, email) values (?, ?) on conflict (id) do nothing", userId, email);
  const user = userOf(userId);
  if (isLive(user)) return [409, { error: "already subscribed" }];
  run("update users set status = 'pending', plan = ? where id = ?", plan, userId);
  try {
    let customer = user.stripe_customer_id;
    if (!customer) {
      customer = (await stripe.customers.create({ email, metadata: { userId } }, { idempotencyKey: `customer-${userId}` })).id;
      run("update users set stripe_customer_id = ? where id = ?", customer, userId);
    }
    const card = await stripe.paymentMethods.attach(paymentMethod, { customer });
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: plans[plan].price }],
      default_payment_method: card.id,
      payment_behavior: "error_if_incomplete",
    });
    run("update users set stripe_subscription_id = ?, status = ? where id = ?", subscription.id, subscription.status, userId);
    return [201, { subscription: subscription.id, plan, status: subscription.status }];
  } catch (error) {
    console.error(error);
    run("update users set status = 'none', plan = null where id = ?", userId);
    return [402, { error: "payment failed, please try again" }];
  }
}

export async function changePlan({ userId, plan }) {
  const user = userOf(userId);
  if (!plans[plan]) return [400, { error: "no such plan" }];
  if (!isLive(user)) return [404, { error: "no subscription" }];
  const { items } = await stripe.subscriptions.retrieve(user.stripe_subscription_id);
  try {
    const subscription = await stripe.subscriptions.update(user.stripe_subscription_id, {
      items: [{ id: items.data[0].id, price: plans[plan].price }],
      proration_behavior: "always_invoice",
      payment_behavior: "error_if_incomplete",
    });
    run("update users set plan = ?, status = ? where id = ?", plan, subscription.status, userId);
    return [200, { plan }];
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) return [402, { error: error.message, plan: user.plan }];
    throw error;
  }
}

export async function cancel({ userId, now: atOnce }) {
  const user = userOf(userId);
  if (!isLive(user)) return [404, { error: "no subscription" }];
  const id = user.stripe_subscription_id;
  if (atOnce) run("update users set status = 'canceled', paid_until = ? where id = ?", now(), userId);
  else run("update users set status = 'canceling' where id = ?", userId);
  const told = atOnce ? stripe.subscriptions.cancel(id) : stripe.subscriptions.update(id, { cancel_at_period_end: true });
  told.catch((error) => console.error("cancel", id, error));
  return [200, { status: userOf(userId).status, until: new Date(userOf(userId).paid_until * 1000) }];
}

export function me(userId) {
  const user = userOf(userId);
  if (!user) return [404, { error: "unknown customer" }];
  return [
    200,
    {
      customer: user.id,
      plan: user.plan,
      status: user.status,
      access: user.paid_until > now(),
      paidUntil: new Date(user.paid_until * 1000),
      credits: user.credits,
    },
  ];
}

export async function webhook(payload, signature) {
  let event;
  try {
    event = stripe.webhooks.constructEvent(payload, signature ?? "", process.env.STRIPE_WEBHOOK_SECRET ?? "");
  } catch {
    return [400, { error: "bad signature" }];
  }
  const object = event.data.object;
  const user = get("select * from users where stripe_customer_id = ?", object.customer ?? "");
  if (!user) return [200, { received: true }]; // not one of ours

  switch (event.type) {
    case "invoice.paid": {
      if (object.billing_reason === "subscription_update") break; // an upgrade buys no time
      const until = addMonth(Math.max(user.paid_until, now()));
      run("update users set paid_until = ?, credits = credits + ? where id = ?", until, plans[user.plan]?.credits ?? 0, user.id);
      if (user.status === "past_due") run("update users set status = 'active' where id = ?", user.id);
      break;
    }
    case "invoice.payment_failed":
      if (user.status === "active") run("update users set status = 'past_due' where id = ?", user.id);
      break;
    case "customer.subscription.deleted":
      if (object.id === user.stripe_subscription_id) run("update users set status = 'canceled' where id = ?", user.id);
      break;
  }
  return [200, { received: true }];
}
