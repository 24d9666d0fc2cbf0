-- Up Migration

-- An order of any kind is an envelope; what only one kind has is in that kind's own table.
alter table orders add column parent_id uuid references orders (id);
create index orders_by_parent on orders (parent_id) where parent_id is not null;
alter table orders alter column policy set default '{}';

create table blog_orders (
  order_id uuid primary key references orders (id),
  source_type text not null check (source_type in ('product', 'category', 'keyword')),
  source_id text not null,
  idea_id uuid,
  version_id uuid,
  picture_id uuid,
  publish_mode text not null default 'publish' check (publish_mode in ('publish', 'draft', 'approve')),
  -- The post goes out no earlier than this; at once where empty.
  publish_at timestamptz,
  -- The zone in which the time was given, by its name in the IANA database.
  time_zone text,
  -- When a person approved the current text and picture.
  approved_at timestamptz,
  -- The round whose ideas are offered; raised by "none of these".
  ideas_round integer not null default 1,
  -- The order that supplied defaults for this one.
  based_on uuid references orders (id)
);
insert into blog_orders (order_id, source_type, source_id, idea_id, version_id, picture_id, publish_mode, publish_at, time_zone,
    approved_at, ideas_round, based_on)
select id, source_type, source_id, idea_id, version_id, picture_id, publish_mode, publish_at, time_zone, approved_at, ideas_round, based_on
  from orders where kind = 'blog';

drop view blog_generations;
-- The indexes of the columns go with them.
alter table orders
  drop column source_type, drop column source_id, drop column idea_id, drop column version_id, drop column picture_id,
  drop column publish_mode, drop column publish_at, drop column time_zone, drop column approved_at, drop column ideas_round,
  drop column based_on;
create index orders_by_store on orders (store_id, created_at desc) where store_id is not null;
create index blog_orders_planned on blog_orders (publish_at) where publish_at is not null;
create index blog_orders_by_source on blog_orders using gin (source_id gin_trgm_ops);

-- The figures of blog orders as their dashboards have always asked for them.
create view blog_generations as
  select o.id, s.instance_id, b.source_type, b.source_id, o.status, o.phase, o.error,
         o.created_at, o.started_at, o.finished_at, o.updated_at
    from orders o join blog_orders b on b.order_id = o.id left join stores s on s.id = o.store_id;

-- Stage times are kept per kind; they are measured anew within the minute.
delete from stage_times;
alter table stage_times add column kind text not null;
alter table stage_times drop constraint stage_times_pkey;
alter table stage_times add primary key (kind, stage);

-- What happens to an order has the same name for every kind.
update order_events set type = case type
    when 'item.added' then case when data ? 'again' then 'order.retried' else 'order.accepted' end
    when 'item.started' then 'order.admitted'
    when 'item.progress' then 'order.progress'
    when 'item.retrying' then 'order.retrying'
    when 'item.completed' then 'order.done'
    when 'item.failed' then 'order.failed'
    when 'item.cancelled' then 'order.cancelled'
  end
  where type like 'item.%';

-- Migrations run forward only.
