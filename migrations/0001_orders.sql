-- Up Migration

create table tenants (
  id uuid primary key,
  kind text not null check (kind in ('store', 'operator')),
  name text not null,
  plan text not null default 'standard',
  created_at timestamptz not null default now()
);

create table api_keys (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  role text not null check (role in ('store', 'operator')),
  label text not null,
  -- SHA-256 of the key; keys are 256 random bits, so a slow hash would add nothing.
  key_hash bytea not null unique,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

create table stores (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  instance_id text not null unique,
  name text not null,
  language text not null default 'en',
  author_member_id text,
  created_at timestamptz not null default now()
);
create index stores_by_tenant on stores (tenant_id);

create table orders (
  id uuid primary key,
  kind text not null,
  tenant_id uuid not null references tenants (id),
  store_id uuid references stores (id),
  status text not null,
  phase text not null check (
    phase in ('accepted', 'queued', 'running', 'waiting_person', 'done', 'failed', 'cancelled')
  ),
  -- Counts starts; a workflow run whose number is another one is stale and ends.
  start_no integer not null default 1,
  -- Counts retries and regenerations; part of the key of every paid result.
  round integer not null default 1,
  priority integer not null check (priority between 1 and 10),
  source_type text,
  source_id text,
  policy jsonb not null,
  idea_id uuid,
  version_id uuid,
  picture_id uuid,
  error text,
  error_type text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz not null default now()
);
create index orders_by_tenant on orders (tenant_id, kind, created_at desc, id desc);
create index orders_by_kind on orders (kind, created_at desc, id desc);
create index orders_open on orders (phase, updated_at) where phase in ('accepted', 'queued', 'running', 'waiting_person');

-- What a run of an order was given by the server, so that a cancel reaches that run and no later one.
create table order_runs (
  order_id uuid not null references orders (id),
  start_no integer not null,
  run_id text,
  opened_at timestamptz,
  primary key (order_id, start_no)
);

-- The one timeline of an order. Serial numbers skip commits that come late, so readers order by (xid, id)
-- and look only below the oldest transaction still open.
create table order_events (
  id bigserial primary key,
  xid xid8 not null default pg_current_xact_id(),
  order_id uuid not null references orders (id),
  tenant_id uuid not null,
  type text not null,
  stage text,
  round integer,
  data jsonb not null default '{}',
  at timestamptz not null default clock_timestamp()
);
create index order_events_by_order on order_events (order_id, id);
create index order_events_by_position on order_events (xid, id);

create function notify_order_event() returns trigger language plpgsql as $$
begin
  perform pg_notify('order_events', new.id::text);
  return null;
end
$$;
create trigger order_events_notify after insert on order_events
  for each row execute function notify_order_event();

-- What people did. One row an act, whatever became of its signal.
create table acts (
  act_id uuid primary key,
  order_id uuid not null references orders (id),
  start_no integer not null,
  kind text not null,
  actor text not null,
  payload jsonb not null default '{}',
  created_at timestamptz not null default now()
);
create index acts_by_order on acts (order_id, created_at);

-- Messages to Temporal, written in the transaction of their cause.
create table outbox (
  id uuid primary key,
  seq bigserial unique,
  order_id uuid not null references orders (id),
  kind text not null check (kind in ('start', 'signal', 'cancel')),
  start_no integer not null,
  signal text,
  payload jsonb not null default '{}',
  state text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  tries integer not null default 0,
  next_at timestamptz not null default now(),
  last_problem text,
  created_at timestamptz not null default now(),
  settled_at timestamptz
);
create index outbox_pending on outbox (next_at, seq) where state = 'pending';
create index outbox_pending_by_order on outbox (order_id, seq) where state = 'pending';

-- Answers to requests that carried an Idempotency-Key.
create table idempotency_keys (
  tenant_id uuid not null references tenants (id),
  key text not null,
  request_hash text not null,
  status integer,
  response jsonb,
  location text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);

-- Migrations run forward only.
