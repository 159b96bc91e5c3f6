import { DatabaseSync } from "node:sqlite";

const migrations = [
  `create table users (
     id text primary key,
     email text not null,
     stripe_customer_id text unique,
     stripe_subscription_id text,
     plan text,
     status text not null default 'none',
     paid_until integer not null default 0,
     credits integer not null default 0
   )`,
];

export const db = new DatabaseSync(process.env.DATABASE_FILE ?? "postcards.db");
db.exec("pragma journal_mode = wal");

const { user_version: version } = db.prepare("pragma user_version").get();
for (const [index, sql] of migrations.entries()) {
  if (index < version) continue;
  db.exec(sql);
  db.exec(`pragma user_version = ${index + 1}`);
}

export const run = (sql, ...params) => db.prepare(sql).run(...params);
export const get = (sql, ...params) => db.prepare(sql).get(...params);
