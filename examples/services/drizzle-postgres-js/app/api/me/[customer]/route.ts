import { desc, eq } from "drizzle-orm";
import { entitlements, invoices, subscriptions, users } from "../../../../db/schema.ts";
import { db } from "../../../../lib/db.ts";
import { json } from "../../../../lib/http.ts";

export async function GET(_request: Request, { params }: { params: Promise<{ customer: string }> }): Promise<Response> {
  const { customer } = await params;
  const user = await db.query.users.findFirst({ where: eq(users.id, customer) });
  if (!user) return json({ error: "unknown customer" }, 404);

  const [subscription, entitlement, bills] = await Promise.all([
    db.query.subscriptions.findFirst({ where: eq(subscriptions.userId, user.id), orderBy: desc(subscriptions.createdAt) }),
    db.query.entitlements.findFirst({ where: eq(entitlements.userId, user.id) }),
    db.query.invoices.findMany({ where: eq(invoices.customerId, user.stripeCustomerId ?? ""), orderBy: invoices.periodEnd }),
  ]);
  return json({
    customer: user.id,
    plan: entitlement?.plan ?? null,
    access: entitlement?.active ?? false,
    status: subscription?.status ?? "none",
    currentPeriodEnd: subscription?.currentPeriodEnd ?? null,
    cancelAtPeriodEnd: subscription?.cancelAtPeriodEnd ?? false,
    invoices: bills.map(({ id, status, amountDue, amountPaid }) => ({ id, status, amountDue, amountPaid })),
  });
}
