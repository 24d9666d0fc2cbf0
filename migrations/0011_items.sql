-- Up Migration

create table item_batches (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  items integer not null,
  -- Steps that counted as done when an ended item was started again: what is shown never goes back behind them.
  shown_steps integer not null default 0,
  created_at timestamptz not null default now()
);
create index item_batches_by_tenant on item_batches (tenant_id, created_at desc);

-- What a generation item is besides an order: what it is to be written from, and how far it is.
create table items (
  order_id uuid primary key references orders (id),
  -- Its place among items of the same priority.
  seq bigserial,
  batch_id uuid references item_batches (id),
  page_type text not null check (page_type in ('product', 'category', 'brand', 'inspire', 'engage')),
  target_keywords jsonb not null,
  -- Each component as ordered: id, name, brief, words.
  components jsonb not null,
  brand_voice jsonb not null,
  language text not null,
  -- Counts attempts of a start, from 1, and how many of them have failed.
  attempt integer not null default 1,
  retry_count integer not null default 0,
  -- A failed attempt is followed by a pause.
  not_before timestamptz,
  -- When the attempt that runs was let in, or the last one.
  admitted_at timestamptz,
  total_steps integer not null,
  completed_steps integer not null default 0,
  current_step text,
  -- Host and process number of the worker that had its last step.
  worker text,
  title text,
  meta_title text,
  meta_description text,
  slug text
);
create index items_by_batch on items (batch_id, seq) where batch_id is not null;
create index orders_items on orders (tenant_id, status) where kind = 'item';

-- What was written and passed; found again by every later attempt.
create table item_components (
  order_id uuid not null references orders (id),
  component text not null,
  heading text not null,
  body_markdown text not null,
  -- From the step before (or from when the attempt was let in) until this one was saved, in milliseconds.
  took_ms integer not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (order_id, component)
);
create index item_components_latest on item_components (created_at desc);

-- What was written and did not pass, so that the next attempt knows why.
create table rejected_components (
  order_id uuid not null references orders (id),
  component text not null,
  round integer not null,
  attempt integer not null,
  findings jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (order_id, component, round, attempt)
);

-- One row a tenant, held by whoever lets its items in.
create table item_queues (
  tenant_id uuid primary key references tenants (id)
);

-- When attempts were let in, for as long as that counts.
create table item_starts (
  tenant_id uuid not null,
  at timestamptz not null default clock_timestamp()
);
create index item_starts_by_tenant on item_starts (tenant_id, at);

-- How many items of a tenant are worked on at once, and let in within a minute, where it has no numbers of its own.
create table item_limits (
  one boolean primary key default true check (one),
  at_once integer not null default 5,
  per_minute integer not null default 20
);
insert into item_limits default values;
alter table tenants
  add column items_at_once integer,
  add column items_per_minute integer;

-- Migrations run forward only.
