create table users (
    id                 text primary key,
    email              text not null,
    stripe_customer_id text unique
);

create table subscriptions (
    id                     bigint generated always as identity primary key,
    user_id                text not null references users (id),
    stripe_subscription_id text,
    plan                   text not null,
    status                 text not null,
    current_period_end     timestamptz,
    cancel_at_period_end   boolean not null default false,
    last_event_at          timestamptz not null default 'epoch'
);

create index on subscriptions (user_id);
create index on subscriptions (stripe_subscription_id);

create table invoices (
    id                     text primary key,
    stripe_subscription_id text not null,
    amount_due             bigint not null,
    status                 text not null,
    attempts               integer not null default 1,
    next_attempt_at        timestamptz
);
