import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "../db/schema.ts";

export const client = postgres(process.env.DATABASE_URL ?? "", { max: 10, onnotice: () => {} });
export const db = drizzle(client, { schema });
