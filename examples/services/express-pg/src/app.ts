import express, { type ErrorRequestHandler } from "express";
import { pool } from "./db.ts";
import { renew } from "./routes/renew.ts";
import { subscriptions } from "./routes/subscriptions.ts";
import { webhook } from "./routes/webhook.ts";

export const app = express();

app.use(webhook); // wants the raw body, so it comes before the parser
app.use(express.json());
app.use(subscriptions);
app.use(renew);

app.get("/healthz", async (_req, res) => {
  await pool.query("select 1");
  res.json({ ok: true });
});

const onError: ErrorRequestHandler = (err, _req, res, _next) => {
  console.error(err);
  res.status(500).json({ error: "internal error" });
};
app.use(onError);
