import assert from "node:assert/strict";
import { after, before, test } from "node:test";

process.env.DATABASE_FILE = ":memory:";
process.env.STRIPE_SECRET_KEY ??= "sk_test_123";
process.env.STRIPE_WEBHOOK_SECRET = "whsec_test";
const { server } = await import("../server.js");

let url;
before(async () => {
  await new Promise((resolve) => server.listen(0, resolve));
  url = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

const post = (path, body) => fetch(url + path, { method: "POST", body: JSON.stringify(body) });

test("it is up", async () => assert.deepEqual(await (await fetch(`${url}/healthz`)).json(), { ok: true }));

test("an unsigned webhook is refused", async () => assert.equal((await post("/webhooks/stripe", { id: "evt_1" })).status, 400));

test("a signup wants a plan", async () => assert.equal((await post("/subscribe", { userId: "u1" })).status, 400));

test("nobody has nothing to cancel", async () => {
  assert.equal((await post("/cancel", { userId: "nobody" })).status, 404);
  assert.equal((await fetch(`${url}/me/nobody`)).status, 404);
});
