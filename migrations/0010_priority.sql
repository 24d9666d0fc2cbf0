-- Up Migration

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check
  check (kind in ('start', 'signal', 'cancel', 'nudge', 'notify', 'reprioritise', 'raise'));

-- How many levels an order was raised, and when last, because it had waited so long since its last step.
alter table orders
  add column raised integer not null default 0,
  add column raised_at timestamptz;

-- Migrations run forward only.
