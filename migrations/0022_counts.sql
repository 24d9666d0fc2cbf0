-- Up Migration

-- Ended orders by kind and phase. What has changed since is in `order_count_changes`: transactions only add rows there, so that none
-- waits for another, and a sweep moves them here. The figures of both together are exact at any time.
create table order_counts (
  kind text not null,
  phase text not null,
  orders bigint not null,
  primary key (kind, phase)
);
create table order_count_changes (
  id bigint generated always as identity primary key,
  kind text not null,
  phase text not null,
  change integer not null
);

create function count_ended_order() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.phase in ('done', 'failed', 'cancelled') then
    insert into order_count_changes (kind, phase, change) values (old.kind, old.phase, -1);
  end if;
  if tg_op <> 'DELETE' and new.phase in ('done', 'failed', 'cancelled') then
    insert into order_count_changes (kind, phase, change) values (new.kind, new.phase, 1);
  end if;
  return null;
end
$$;
create trigger orders_ended after update of phase on orders for each row
  when (old.phase <> new.phase
    and (old.phase in ('done', 'failed', 'cancelled') or new.phase in ('done', 'failed', 'cancelled')))
  execute function count_ended_order();
create trigger orders_born_ended after insert on orders for each row
  when (new.phase in ('done', 'failed', 'cancelled')) execute function count_ended_order();
create trigger orders_ended_gone after delete on orders for each row
  when (old.phase in ('done', 'failed', 'cancelled')) execute function count_ended_order();
-- The triggers keep writers out until the migration is through, so none is missed and none counted twice.
insert into order_counts (kind, phase, orders)
select kind, phase, count(*) from orders where phase in ('done', 'failed', 'cancelled') group by kind, phase;

-- Open orders are counted from their index alone.
create index orders_open_by_status on orders (phase, kind, status, updated_at)
  where phase in ('accepted', 'queued', 'running', 'waiting_person');
drop index orders_open;
-- Lists and figures of one status, however rare; the tenant's own also serves the items' queue.
create index orders_by_status on orders (kind, status, created_at desc, id desc);
create index orders_of_tenant_by_status on orders (tenant_id, kind, status, created_at desc, id desc);
drop index orders_items;
create index orders_of_store on orders (store_id, created_at desc, id desc) where store_id is not null;
create index orders_of_store_by_status on orders (store_id, status, created_at desc, id desc) where store_id is not null;
drop index orders_by_store;
-- A store has one tenant, and a phase says much about the status: without this the planner expects to find hardly any order.
create statistics orders_correlate (dependencies) on tenant_id, store_id, kind, status, phase from orders;
-- Where a page of a list of items goes on, and items of a type that is rare.
create unique index items_by_seq on items (seq);
create index items_by_type on items (page_type, seq);
-- A tenant's endings of a day, without those of all others.
create index orders_finished_of_tenant on orders (tenant_id, finished_at) where finished_at is not null;

-- Whether a run was ever asked for.
create index outbox_starts on outbox (order_id, start_no) where kind = 'start';

-- The log of a webhook by state and by order.
create index webhook_deliveries_by_state on webhook_deliveries (webhook_id, state, seq desc);
create index webhook_deliveries_by_order on webhook_deliveries (webhook_id, order_id, seq);

-- What is old enough to be deleted.
create index outbox_settled on outbox (settled_at) where settled_at is not null;
create index activity_failures_by_time on activity_failures (at);
create index idempotency_keys_by_time on idempotency_keys (created_at);
create index webhook_deliveries_settled on webhook_deliveries (created_at) where state <> 'pending';

-- Migrations run forward only.
