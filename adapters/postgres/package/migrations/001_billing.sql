-- Whoever buys from us. `version` counts what was written about an account: it is the fence between those who read Stripe at once.
create table accounts (
  id text primary key,
  email text not null,
  customer_id text unique,
  version bigint not null default 0,
  created_at timestamptz not null
);

-- Copies of what Stripe has, and nothing that it does not say.
create table subscriptions (
  id text primary key,
  account_id text not null references accounts,
  status text not null,
  plan text not null,
  quantity integer not null,
  period_start timestamptz not null,
  period_end timestamptz not null,
  cancel_at_period_end boolean not null,
  created_at timestamptz not null
);
create index on subscriptions (account_id);

create table invoices (
  id text primary key,
  account_id text not null references accounts,
  subscription_id text,
  reason text not null,
  status text not null,
  total bigint not null,
  paid bigint not null,
  issued_at timestamptz not null
);
create index on invoices (account_id);

-- Every event that came to the door, once.
create table inbox (
  event_id text primary key,
  type text not null,
  object_id text not null,
  received_at timestamptz not null,
  settled_at timestamptz
);

-- What customers asked for, written down before Stripe hears of it.
create table orders (
  id bigint generated always as identity primary key,
  account_id text not null references accounts,
  wish jsonb not null,
  state text not null default 'open' check (state in ('open', 'done', 'refused')),
  said text,
  created_at timestamptz not null
);
create unique index one_open_order on orders (account_id) where state = 'open';

-- What is to be done at Stripe, until it is done.
create table jobs (
  id bigint generated always as identity primary key,
  kind text not null,
  about text not null,
  tries integer not null default 0,
  run_at timestamptz not null,
  claimed_until timestamptz,
  done_at timestamptz,
  error text,
  unique (kind, about)
);
create index waiting_jobs on jobs (run_at) where done_at is null;

-- Access follows from what Stripe says, and from nothing else.
create view entitlements as
  select distinct on (account_id)
    account_id, plan, quantity,
    case status when 'past_due' then period_start + interval '3 days' else period_end + interval '1 day' end as until
  from subscriptions
  where status in ('trialing', 'active', 'past_due')
  order by account_id, created_at desc;
