-- Up Migration

-- The position of events up to which log lines tell of orders; what happened before this migration is not told.
alter table rate_controller
  add column logged_xid xid8,
  add column logged_id bigint not null default 0;
update rate_controller set logged_xid = event_position(pg_snapshot_xmin(pg_current_snapshot()));
alter table rate_controller alter column logged_xid set not null;

-- Migrations run forward only.
