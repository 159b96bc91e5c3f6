import assert from "node:assert/strict";
import { after, before, test } from "node:test";

process.env.STRIPE_SECRET_KEY ??= "sk_test_123";
process.env.STRIPE_WEBHOOK_SECRET = "whsec_test";
const { listen } = await import("../server.ts");
const { planOf } = await import("../lib/plans.ts");

let server;
let url;
before(async () => {
  server = listen(0);
  await new Promise((resolve) => server.once("listening", resolve));
  url = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

const post = (path, body, headers = {}) =>
  fetch(url + path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });

test("a webhook with a wrong signature is refused", async () => {
  assert.equal((await post("/api/webhooks/stripe", { id: "evt_1" }, { "stripe-signature": "t=1,v1=0" })).status, 400);
});

test("a signup says what is wrong with it", async () => {
  const response = await post("/api/subscribe", { userId: "u1", email: "nobody", plan: "gold", paymentMethod: "pm_card_visa" });
  assert.equal(response.status, 400);
  assert.match((await response.json()).error, /email/);
});

test("other methods and pages are not there", async () => {
  assert.equal((await fetch(`${url}/api/subscribe`)).status, 405);
  assert.equal((await fetch(`${url}/api/nothing`)).status, 404);
});

test("a price says its plan", () => assert.equal(planOf("price_pro"), "pro"));
