import { boolean, index, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

const at = (name: string) => timestamp(name, { withTimezone: true });

export const users = pgTable("users", {
  id: text("id").primaryKey(),
  email: text("email").notNull(),
  stripeCustomerId: text("stripe_customer_id").unique(),
  createdAt: at("created_at").notNull().defaultNow(),
});

export const subscriptions = pgTable(
  "subscriptions",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    plan: text("plan").notNull(),
    status: text("status").notNull(),
    currentPeriodEnd: at("current_period_end").notNull(),
    cancelAtPeriodEnd: boolean("cancel_at_period_end").notNull().default(false),
    latestInvoiceId: text("latest_invoice_id"),
    createdAt: at("created_at").notNull(),
  },
  (table) => [index("subscriptions_user_id_idx").on(table.userId)],
);

export const invoices = pgTable("invoices", {
  id: text("id").primaryKey(),
  subscriptionId: text("subscription_id"),
  customerId: text("customer_id").notNull(),
  status: text("status").notNull(),
  amountDue: integer("amount_due").notNull(),
  amountPaid: integer("amount_paid").notNull(),
  periodEnd: at("period_end").notNull(),
});

export const entitlements = pgTable("entitlements", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id),
  plan: text("plan").notNull(),
  active: boolean("active").notNull(),
  updatedAt: at("updated_at").notNull().defaultNow(),
});

export const webhookEvents = pgTable("webhook_events", {
  id: text("id").primaryKey(),
  type: text("type").notNull(),
  receivedAt: at("received_at").notNull().defaultNow(),
});
