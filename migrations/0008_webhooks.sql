-- Up Migration

create table webhooks (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  url text not null,
  description text not null default '',
  -- Types it wants to hear of; all where empty.
  event_types jsonb not null default '[]',
  -- AES-256-GCM, bound to the row's id.
  sealed_secret bytea not null,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index webhooks_by_tenant on webhooks (tenant_id, created_at desc, id desc) where deleted_at is null;

-- What is told to a webhook, written in the transaction of its cause, and what became of it.
create table webhook_deliveries (
  id uuid primary key,
  -- The order in which the deliveries of one order go out.
  seq bigserial unique,
  webhook_id uuid not null references webhooks (id),
  order_id uuid not null references orders (id),
  event_type text not null,
  body jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  tries integer not null default 0,
  first_tried_at timestamptz,
  last_tried_at timestamptz,
  -- HTTP status of the last answer; empty where none came.
  last_status integer,
  -- A machine word, e.g. `no_answer` or `http_500`.
  last_problem text,
  created_at timestamptz not null default clock_timestamp(),
  delivered_at timestamptz
);
create index webhook_deliveries_pending on webhook_deliveries (webhook_id, order_id, seq) where state = 'pending';
create index webhook_deliveries_log on webhook_deliveries (webhook_id, seq desc);

-- Migrations run forward only.
