-- Up Migration

-- The attempts to pay for an order at Stripe, in order. The row is there before Stripe is asked; its id is part of Stripe's idempotency key, so
-- that asking again for the same checkout never makes a second one.
create table checkouts (
  id uuid primary key,
  order_id uuid not null references orders (id),
  number integer not null,
  state text not null check (state in ('creating', 'open', 'pending', 'paid', 'failed', 'expired', 'surplus')),
  -- Exactly what Stripe is asked for, so that it is asked the same again.
  request jsonb not null,
  session_id text unique,
  url text,
  -- Smallest units of the currency.
  amount bigint not null,
  currency text not null,
  payment_intent text,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  -- When Stripe was last asked about it, how often, and when it is asked next.
  checked_at timestamptz,
  checks integer not null default 0,
  check_at timestamptz not null,
  paid_at timestamptz,
  -- What was really paid.
  paid_amount bigint,
  updated_at timestamptz not null default clock_timestamp(),
  unique (order_id, number)
);
-- No order has two that could both be paid.
create unique index checkouts_active on checkouts (order_id) where state in ('creating', 'open', 'pending');
create index checkouts_due on checkouts (check_at) where state in ('creating', 'open', 'pending');
create index checkouts_by_payment on checkouts (payment_intent) where payment_intent is not null;

-- Stripe's events, written in the transaction of their effect: one that is here has had it.
create table payment_events (
  id text primary key,
  type text not null,
  session_id text,
  -- Stripe's time.
  created_at timestamptz not null,
  received_at timestamptz not null default clock_timestamp()
);
create index payment_events_received on payment_events (received_at);

-- Money that goes back: at most once for a checkout. The row is there before Stripe is asked.
create table refunds (
  id uuid primary key,
  order_id uuid not null references orders (id),
  checkout_id uuid not null unique references checkouts (id),
  amount bigint not null,
  currency text not null,
  reason text not null check (reason in ('rejected', 'surplus', 'amount_differs', 'by_hand')),
  state text not null check (state in ('requested', 'pending', 'succeeded', 'failed')),
  -- Stripe's id, once known.
  refund_id text unique,
  -- The one that failed before this was asked for again: what is still said of it changes nothing.
  failed_refund_id text,
  tries integer not null default 0,
  first_tried_at timestamptz,
  last_tried_at timestamptz,
  -- Which idempotency key is in use, and since when; Stripe keeps keys for 24 hours.
  key_no integer not null default 1,
  key_since timestamptz,
  -- Whether Stripe's list has to be read before it is asked again.
  look_first boolean not null default false,
  last_problem text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz
);
create index refunds_by_order on refunds (order_id);
create index refunds_unsettled on refunds (updated_at) where state in ('requested', 'pending');

alter table outbox
  drop constraint outbox_kind_check,
  drop constraint outbox_subject_check,
  add constraint outbox_kind_check
    check (kind in ('start', 'signal', 'cancel', 'wake', 'deliver', 'reprioritise', 'raise', 'mail', 'payment', 'refund')),
  add constraint outbox_subject_check
    check (
      case when kind in ('mail', 'payment', 'refund') then order_id is null and delivery_id is not null else order_id is not null end
    );

insert into lanes (lane) values ('payments');

-- Migrations run forward only.
