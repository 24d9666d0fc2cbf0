-- Up Migration

-- A batch that is being cancelled: since when and by whom, and the last of its items that was looked at. None of its items is admitted
-- until it is through, which takes several transactions.
alter table item_batches
  add column cancelling_at timestamptz,
  add column cancelling_by text,
  add column cancelled_to bigint;
create index item_batches_cancelling on item_batches (cancelling_at) where cancelling_at is not null;

-- How far the positions of events are ahead of this server's transaction numbers. A backup restored into a new server brings events whose
-- numbers its own transactions have yet to reach; the positions of new events must come after them.
create table event_clock (
  one boolean primary key default true check (one),
  ahead bigint not null default 0
);
insert into event_clock default values;

create function event_position(number xid8) returns xid8 language sql stable as $$
  select (number::text::bigint + (select ahead from event_clock))::text::xid8
$$;
alter table order_events alter column xid set default event_position(pg_current_xact_id());

-- Migrations run forward only.
