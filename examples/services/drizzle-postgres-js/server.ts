import { createServer, type IncomingMessage, type Server } from "node:http";
import { client } from "./lib/db.ts";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Route = { GET?: Handler; POST?: Handler };

const routes: [RegExp, Route][] = [
  [/^\/api\/subscribe$/, await import("./app/api/subscribe/route.ts")],
  [/^\/api\/change-plan$/, await import("./app/api/change-plan/route.ts")],
  [/^\/api\/cancel$/, await import("./app/api/cancel/route.ts")],
  [/^\/api\/webhooks\/stripe$/, await import("./app/api/webhooks/stripe/route.ts")],
  [/^\/api\/me\/(?<customer>[^/]+)$/, (await import("./app/api/me/[customer]/route.ts")) as Route],
  [/^\/api\/healthz$/, await import("./app/api/healthz/route.ts")],
];

async function answer(incoming: IncomingMessage): Promise<Response> {
  const url = new URL(incoming.url ?? "/", "http://localhost");
  for (const [pattern, route] of routes) {
    const match = pattern.exec(url.pathname);
    if (!match) continue;
    const handler = route[incoming.method as keyof Route];
    if (!handler) return new Response(null, { status: 405 });
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = incoming.method === "GET" ? undefined : Buffer.concat(chunks);
    const request = new Request(url, { method: incoming.method, headers: incoming.headers as Record<string, string>, body });
    return handler(request, { params: Promise.resolve({ ...match.groups }) });
  }
  return new Response(null, { status: 404 });
}

export function listen(port: number): Server {
  return createServer((incoming, outgoing) => {
    answer(incoming)
      .catch((error) => {
        console.error(error);
        return Response.json({ error: "internal error" }, { status: 500 });
      })
      .then(async (response) => {
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        outgoing.end(Buffer.from(await response.arrayBuffer()));
      });
  }).listen(port);
}

if (import.meta.main) {
  const server = listen(Number(process.env.PORT ?? 3000));
  process.on("SIGTERM", () => server.close(() => client.end().then(() => process.exit(0))));
}
