-- Up Migration

alter table tenants drop constraint tenants_kind_check;
alter table tenants
  add constraint tenants_kind_check check (kind in ('store', 'customer', 'manager', 'operator')),
  -- Share of a busy lane relative to other tenants; the plan's where empty.
  add column fairness_weight double precision check (fairness_weight between 0.001 and 1000),
  -- Most that a tenant's orders may spend in a day and in a month (UTC), in cents of a US dollar; no limit where empty.
  add column daily_cap_cents bigint check (daily_cap_cents >= 0),
  add column monthly_cap_cents bigint check (monthly_cap_cents >= 0),
  add column updated_at timestamptz not null default now();
create index tenants_newest on tenants (created_at desc, id desc);

alter table api_keys drop constraint api_keys_role_check;
alter table api_keys
  add constraint api_keys_role_check check (role in ('store', 'customer', 'manager', 'operator', 'admin')),
  add column last_used_at timestamptz;
-- The operators' keys of before could do all that an administrator can.
update api_keys set role = 'admin' where role = 'operator';
create index api_keys_by_tenant on api_keys (tenant_id, created_at desc, id desc);

alter table stores
  add column status text not null default 'active' check (status in ('active', 'archived')),
  -- The app's credentials for this store where they are its own: AES-256-GCM, bound to the row's id.
  add column sealed_credentials bytea,
  add column checked_at timestamptz,
  -- tone, useWords, avoidWords, sample
  add column brand_voice jsonb not null default '{}',
  add column image_style text not null default '',
  add column notification_address text,
  add column publish_mode text not null default 'publish' check (publish_mode in ('publish', 'draft', 'approve')),
  add column time_zone text not null default 'UTC',
  add column updated_at timestamptz not null default now();
alter table stores drop constraint stores_connection_check;
alter table stores
  add constraint stores_connection_check check (connection in ('unchecked', 'ok', 'needs_reconnect'));
create index stores_newest on stores (created_at desc, id desc);

-- What a store answered to questions that are asked again and again, by question; read only while it is fresh.
create table store_answers (
  store_id uuid not null references stores (id) on delete cascade,
  question text not null,
  answer jsonb not null,
  fetched_at timestamptz not null default clock_timestamp(),
  primary key (store_id, question)
);
create index publications_by_post on publications (post_id) where post_id is not null;

-- Migrations run forward only.
