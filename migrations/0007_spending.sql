-- Up Migration

-- What a tenant's calls cost by day (UTC), in millionths of a US dollar: settled, and set aside for calls under way. One row
-- a day and tenant, so that calls that begin at the same time see each other.
create table spend_days (
  tenant_id uuid not null references tenants (id),
  day date not null,
  settled_micros bigint not null default 0,
  reserved_micros bigint not null default 0,
  primary key (tenant_id, day)
);

alter table provider_calls
  -- The most the call can cost, set aside on `spend_day` until its end is known.
  add column reserved_micros bigint not null default 0,
  add column spend_day date;
create index provider_calls_by_day on provider_calls (spend_day, tenant_id) where spend_day is not null;

update provider_calls set spend_day = (began_at at time zone 'UTC')::date where cost_micros > 0;
insert into spend_days (tenant_id, day, settled_micros)
select tenant_id, spend_day, sum(cost_micros) from provider_calls where cost_micros > 0 group by 1, 2;

-- Migrations run forward only.
