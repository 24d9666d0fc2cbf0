-- Up Migration

-- What is known of an order's subject, copied when the order first runs.
create table order_subjects (
  order_id uuid primary key references orders (id),
  subject text not null,
  facts jsonb not null default '[]',
  created_at timestamptz not null default now()
);

create table ideas (
  id uuid primary key,
  order_id uuid not null references orders (id),
  round integer not null,
  n integer not null,
  title text not null,
  angle text not null,
  outline jsonb not null,
  keyword text not null,
  reason text not null,
  created_at timestamptz not null default now(),
  unique (order_id, round, n)
);

create table versions (
  id uuid primary key,
  order_id uuid not null references orders (id),
  round integer not null,
  attempt integer not null,
  basis uuid not null,
  title text not null,
  body_markdown text not null,
  excerpt text not null,
  meta_title text not null,
  meta_description text not null,
  slug text not null,
  tags jsonb not null,
  image_alt text not null,
  image_prompt text not null,
  -- WRITTEN, REJECTED_BY_CHECKS, REJECTED_BY_AI or APPROVED_BY_AI
  qc_status text not null,
  findings jsonb not null default '[]',
  created_at timestamptz not null default now(),
  unique (order_id, round, attempt, basis)
);

-- A draft that could not be read, or was cut off, has no text but uses up its attempt.
create table unusable_drafts (
  order_id uuid not null references orders (id),
  round integer not null,
  attempt integer not null,
  basis uuid not null,
  findings jsonb not null,
  created_at timestamptz not null default now(),
  primary key (order_id, round, attempt, basis)
);

create table pictures (
  id uuid primary key,
  order_id uuid not null references orders (id),
  round integer not null,
  basis uuid not null,
  prompt text not null,
  seed integer not null,
  prediction_id text,
  create_began_at timestamptz,
  storage_key text,
  content_type text,
  width integer,
  height integer,
  bytes integer,
  created_at timestamptz not null default now(),
  unique (order_id, round, basis)
);

create table publications (
  id uuid primary key,
  order_id uuid not null references orders (id),
  basis uuid not null,
  media jsonb,
  create_began_at timestamptz,
  draft_id text,
  post_id text,
  url text,
  -- What was looked up when an answer was lost.
  lookups jsonb not null default '[]',
  created_at timestamptz not null default now(),
  published_at timestamptz,
  unique (order_id, basis)
);

-- One row a request that is charged for or changes something at a provider, written before it goes out: a killed worker's
-- call is charged too. Look-ups (products, the state of a prediction, downloads, tokens) have none.
create table provider_calls (
  id uuid primary key,
  order_id uuid not null references orders (id),
  tenant_id uuid not null,
  lane text not null,
  provider text not null,
  model text,
  stage text not null,
  round integer not null,
  attempt integer not null,
  basis text not null default '',
  state text not null default 'begun' check (state in ('begun', 'answered', 'failed', 'aborted')),
  charged_tokens integer not null default 0,
  prompt_tokens integer,
  completion_tokens integer,
  -- Millionths of a US dollar.
  cost_micros bigint,
  failure_type text,
  reason text,
  began_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz
);
create index provider_calls_by_order on provider_calls (order_id, began_at);
create index provider_calls_recent on provider_calls (provider, began_at);

-- What really went wrong, by attempt; Temporal sees only the row's number.
create table activity_failures (
  id bigserial primary key,
  order_id uuid,
  activity text not null,
  workflow_id text,
  temporal_attempt integer not null,
  type text not null,
  reason text not null,
  detail text not null,
  at timestamptz not null default clock_timestamp()
);
create index activity_failures_by_order on activity_failures (order_id, activity, at);

-- The figures of an order as its dashboards have always asked for them.
create view blog_generations as
  select o.id, s.instance_id, o.source_type, o.source_id, o.status, o.phase, o.error,
         o.created_at, o.started_at, o.finished_at, o.updated_at
    from orders o left join stores s on s.id = o.store_id
   where o.kind = 'blog';
