import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { cancel, changePlan, me, subscribe, webhook } from "./billing.js";
import { db } from "./db.js";

const posts = { "/subscribe": subscribe, "/change-plan": changePlan, "/cancel": cancel };

async function answer(request) {
  const { pathname } = new URL(request.url, "http://localhost");
  if (request.method === "GET") {
    if (pathname === "/healthz") return [200, { ok: true }];
    const [, customer] = /^\/me\/([^/]+)$/.exec(pathname) ?? [];
    return customer ? me(decodeURIComponent(customer)) : [404, { error: "not found" }];
  }
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (pathname === "/webhooks/stripe") return webhook(body, request.headers["stripe-signature"]);
  const handler = posts[pathname];
  return handler ? handler(JSON.parse(body.toString())) : [404, { error: "not found" }];
}

export const server = createServer(async (request, response) => {
  let [status, body] = [500, { error: "internal error" }];
  try {
    [status, body] = await answer(request);
  } catch (error) {
    console.error(error);
  }
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
});

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  server.listen(Number(process.env.PORT ?? 3000));
  process.on("SIGTERM", () => server.close(() => db.close()));
}
