import { z } from "zod";

export const json = (body: unknown, status = 200): Response => Response.json(body, { status });

/** The body as the schema wants it, or the answer that says what is wrong with it. */
export async function parse<T>(request: Request, schema: z.ZodType<T>): Promise<{ data: T } | { error: Response }> {
  const parsed = schema.safeParse(await request.json().catch(() => undefined));
  return parsed.success ? { data: parsed.data } : { error: json({ error: z.prettifyError(parsed.error) }, 400) };
}
