-- Up Migration

-- Orders that were placed together. `tenant_id` is theirs, or that of the key where they belong to several tenants.
create table blog_batches (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  created_at timestamptz not null default now()
);
alter table blog_orders
  add column batch_id uuid references blog_batches (id),
  -- Its place in the batch as it was sent, from 0.
  add column batch_place integer;
create index blog_orders_by_batch on blog_orders (batch_id, batch_place) where batch_id is not null;

alter table orders
  -- By how much failed attempts have lowered its priority; a person's retry gives that back.
  add column lowered integer not null default 0,
  -- How long its stage has been worked on: since when, since when it has been on hold, and for how long it was on hold before.
  add column work_since timestamptz,
  add column moved_at timestamptz,
  add column held_since timestamptz,
  add column held_ms double precision not null default 0;
-- Priorities that were lowered before this column was there: the latest one that a person gave is in the timeline.
update orders o set lowered = greatest(0, coalesce((
    select (e.data ->> 'priority')::int from order_events e
     where e.order_id = o.id and e.type in ('order.accepted', 'order.reprioritised') and e.data ? 'priority'
     order by e.id desc limit 1), o.priority) - o.priority)
 where o.kind = 'item' and exists (
   select 1 from order_events e where e.order_id = o.id and e.type = 'order.retrying');

-- When a worker of the lane was last there.
alter table lanes add column served_at timestamptz;

-- When lanes stood still, paused by a person (`pause:<lane>`), because their provider's account was closed (its name), or because no
-- worker was there (`workers:<lane>`).
create table lane_stops (
  cause text not null,
  lanes text[] not null,
  began_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz
);
create unique index lane_stops_open on lane_stops (cause) where ended_at is null;
create index lane_stops_by_end on lane_stops (ended_at);
insert into lane_stops (cause, lanes, began_at)
select 'pause:' || lane, array[lane], paused_at from lanes where paused_at is not null;

-- Migrations run forward only.
