-- Up Migration

-- An order moves some dozen times. As long as no column of any index changes with a move, Postgres writes a new version of the row and no
-- index at all (a heap-only update). So neither `phase` nor `updated_at` is in an index any more. Lists still find statuses in theirs.

-- Set while an order is accepted, queued or running, null otherwise: an order enters and leaves that two or three times. New and nullable,
-- so that no row is rewritten for it; of those that are there, only the ones at work are changed.
alter table orders add column at_work boolean;
create function note_work() returns trigger language plpgsql as $$
begin
  new.at_work := nullif(is_open_phase(new.phase), false);
  return new;
end
$$;
create trigger orders_at_work before insert or update of phase on orders for each row
  when (new.at_work is distinct from nullif(is_open_phase(new.phase), false)) execute function note_work();
update orders set at_work = true where phase in ('accepted', 'queued', 'running');

-- What is at work, at most as many as may be open; and all that has not ended, with what waits for people.
create index orders_at_work on orders (kind, tenant_id) where at_work;
create index orders_unfinished on orders (tenant_id, kind, created_at desc, id desc) where finished_at is null;
drop index orders_open_by_status;
drop index orders_unconfirmed;
create index orders_unconfirmed on orders (id) where status = 'UNCONFIRMED';

-- Room in each page for the next version of a row, without which an update cannot be a heap-only one. Holds for new pages.
alter table orders set (fillfactor = 75);
alter table blog_orders set (fillfactor = 75);
alter table items set (fillfactor = 75);
alter table versions set (fillfactor = 75);
alter table pictures set (fillfactor = 75);
alter table publications set (fillfactor = 60);
alter table order_runs set (fillfactor = 80);
alter table outbox set (fillfactor = 80);

-- Migrations run forward only.
