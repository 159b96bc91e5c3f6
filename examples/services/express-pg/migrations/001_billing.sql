create table customers (
  id text primary key,
  email text not null,
  stripe_customer_id text,
  payment_method_id text,
  created_at timestamptz not null default now()
);

create table subscriptions (
  id bigint generated always as identity primary key,
  customer_id text not null references customers (id),
  plan text not null,
  next_plan text,
  status text not null default 'incomplete',
  current_period_start timestamptz not null,
  current_period_end timestamptz not null,
  cancel_at_period_end boolean not null default false,
  failed_attempts integer not null default 0,
  next_attempt_at timestamptz,
  created_at timestamptz not null default now()
);

create unique index one_live_subscription on subscriptions (customer_id) where status <> 'canceled';

create table invoices (
  id bigint generated always as identity primary key,
  subscription_id bigint not null references subscriptions (id),
  kind text not null,
  plan text not null,
  period_start timestamptz not null,
  period_end timestamptz not null,
  amount_cents integer not null,
  currency text not null default 'usd',
  status text not null default 'open',
  created_at timestamptz not null default now()
);

create index invoices_by_subscription on invoices (subscription_id, period_start);

create table payments (
  id bigint generated always as identity primary key,
  invoice_id bigint not null references invoices (id),
  stripe_payment_intent_id text,
  amount_cents integer not null,
  status text not null,
  error text,
  created_at timestamptz not null default now()
);

create table processed_events (
  event_id text not null,
  type text not null,
  processed_at timestamptz not null default now()
);

create index processed_events_by_id on processed_events (event_id);

create table entitlements (
  customer_id text primary key references customers (id),
  plan text not null,
  valid_until timestamptz not null
);
