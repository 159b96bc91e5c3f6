import assert from "node:assert/strict";
import { after, before, test } from "node:test";

process.env.STRIPE_SECRET_KEY ??= "sk_test_123";
process.env.STRIPE_WEBHOOK_SECRET = "whsec_test";
const { app } = await import("../src/app.ts");

let server;
let url;
before(async () => {
  server = app.listen(0);
  await new Promise((resolve) => server.once("listening", resolve));
  url = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

test("an unsigned webhook is refused", async () => {
  const res = await fetch(`${url}/webhooks/stripe`, {
    method: "POST",
    headers: { "content-type": "application/json", "stripe-signature": "t=1,v1=nope" },
    body: JSON.stringify({ id: "evt_1", type: "payment_intent.succeeded" }),
  });
  assert.equal(res.status, 400);
});

test("a signup without a known plan is refused", async () => {
  const res = await fetch(`${url}/subscribe`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ userId: "u1", email: "u1@example.com", plan: "gold", paymentMethod: "pm_card_visa" }),
  });
  assert.equal(res.status, 400);
});
