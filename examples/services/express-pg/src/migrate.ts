import { readdir, readFile } from "node:fs/promises";
import { pool, transaction } from "./db.ts";

const folder = new URL("../migrations/", import.meta.url);

await pool.query("create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())");
const { rows } = await pool.query<{ name: string }>("select name from schema_migrations");
const applied = new Set(rows.map((row) => row.name));

for (const name of (await readdir(folder)).sort()) {
  if (!name.endsWith(".sql") || applied.has(name)) continue;
  const sql = await readFile(new URL(name, folder), "utf8");
  await transaction(async (client) => {
    await client.query(sql);
    await client.query("insert into schema_migrations (name) values ($1)", [name]);
  });
  console.log(`applied ${name}`);
}
await pool.end();
