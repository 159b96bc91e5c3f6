import { client } from "../../../lib/db.ts";
import { json } from "../../../lib/http.ts";

export async function GET(): Promise<Response> {
  await client`select 1`;
  return json({ ok: true });
}
