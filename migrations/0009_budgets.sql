-- Up Migration

-- Each lane as it stands: shut by an operator, and how fast the server was told to let it go. The governor alone sets limits.
create table lanes (
  lane text primary key,
  paused_at timestamptz,
  paused_by text,
  paused_reason text,
  -- Dispatches a second, as set last; no limit where empty.
  rate double precision,
  -- What the server said last of the tasks that wait.
  backlog bigint not null default 0,
  oldest_seconds double precision not null default 0,
  -- What a call is charged on average.
  mean_tokens double precision
);
insert into lanes (lane)
values ('ideas'), ('writing'), ('quality'), ('images'), ('publishing'), ('webhooks'), ('records'), ('governor');

-- Who paused and resumed what, and why.
create table lane_acts (
  id bigserial primary key,
  -- Empty where it was everything.
  lane text references lanes (lane),
  act text not null check (act in ('pause', 'resume')),
  actor text not null,
  reason text not null default '',
  at timestamptz not null default clock_timestamp()
);

-- What a provider's account bears at the moment.
create table provider_accounts (
  provider text primary key,
  state text not null default 'open' check (state in ('open', 'cooling', 'closed')),
  -- A machine word for why it is not open.
  reason text,
  since timestamptz not null default clock_timestamp(),
  -- Share of the budget that is used: lowered at once by a refusal, raised step by step.
  factor double precision not null default 1 check (factor > 0 and factor <= 1),
  cooling_until timestamptz,
  probe_at timestamptz,
  probes integer not null default 0
);
insert into provider_accounts (provider) values ('openai'), ('replicate');

-- One row: which governor governs. An older epoch leaves.
create table governor (
  one boolean primary key default true check (one),
  epoch bigint not null default 0,
  holder text,
  beat_at timestamptz
);
insert into governor default values;

-- Worker processes that poll a lane, with their slots; rows that are not renewed are gone.
create table lane_workers (
  worker text not null,
  lane text not null references lanes (lane),
  slots integer not null,
  busy integer not null,
  beat_at timestamptz not null default clock_timestamp(),
  primary key (worker, lane)
);

-- How long stages took in their last runs, in milliseconds.
create table stage_times (
  stage text primary key,
  measured integer not null,
  p50_ms double precision not null,
  p90_ms double precision not null,
  at timestamptz not null
);
create index order_events_completed on order_events (stage, id desc) where type = 'stage.completed';

create index orders_finished on orders (finished_at) where finished_at is not null;

-- Open orders (accepted, queued or running): of each tenant, and of all under the nil UUID. Changed when transactions commit.
create table open_orders (
  tenant_id uuid primary key,
  orders bigint not null default 0
);
insert into open_orders (tenant_id, orders)
select '00000000-0000-0000-0000-000000000000', count(*) from orders where phase in ('accepted', 'queued', 'running');
insert into open_orders (tenant_id, orders)
select tenant_id, count(*) from orders where phase in ('accepted', 'queued', 'running') group by tenant_id;

-- How many there may be; no limit where empty.
create table open_limits (
  one boolean primary key default true check (one),
  of_all bigint,
  of_tenant bigint
);
insert into open_limits default values;

create function is_open_phase(phase text) returns boolean language sql immutable as $$
  select phase in ('accepted', 'queued', 'running')
$$;

-- Counts at the end of a transaction, so that the row everybody changes is locked as briefly as can be; it comes before those of the
-- tenants, always, so that two transactions cannot wait for each other. Only new orders are refused: one that is there goes on.
create function count_open_order() returns trigger language plpgsql as $$
declare
  change integer;
  counted bigint;
  most open_limits;
begin
  change := is_open_phase(new.phase)::integer;
  if tg_op = 'UPDATE' then
    change := change - is_open_phase(old.phase)::integer;
  end if;
  if change = 0 then
    return null;
  end if;
  if tg_op = 'INSERT' then
    select * into most from open_limits;
  end if;
  update open_orders set orders = orders + change
    where tenant_id = '00000000-0000-0000-0000-000000000000' returning orders into counted;
  if counted > most.of_all then
    raise exception 'there are too many open orders' using errcode = 'GA001', detail = (counted - 1)::text;
  end if;
  insert into open_orders as o (tenant_id, orders) values (new.tenant_id, change)
    on conflict (tenant_id) do update set orders = o.orders + change returning orders into counted;
  if counted > most.of_tenant then
    raise exception 'the tenant has too many open orders' using errcode = 'GA002', detail = (counted - 1)::text;
  end if;
  return null;
end
$$;
create constraint trigger orders_counted after insert or update of phase on orders
  deferrable initially deferred for each row execute function count_open_order();

-- Migrations run forward only.
