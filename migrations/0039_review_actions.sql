-- Up Migration

-- What holds for all purchases, as the configuration of the API says; one row. Whatever applies it reads it here, so that everybody applies the same.
create table purchase_limits (
  one boolean primary key default true check (one),
  -- Regenerations of one order within 24 hours.
  regenerations_per_day integer not null default 20 check (regenerations_per_day > 0),
  -- For how long an order that could not be done is kept for a retry before it is refunded.
  refund_grace_ms bigint not null default 86400000 check (refund_grace_ms >= 0)
);
insert into purchase_limits default values;

-- `failed`: the order could not be done, and nobody retried it in time.
alter table refunds
  drop constraint if exists refunds_reason_check,
  add constraint refunds_reason_check check (reason in ('rejected', 'failed', 'surplus', 'amount_differs', 'by_hand'));

-- When and how often a buyer sent the text of an order back.
create index order_events_sent_back on order_events (order_id, id) where type = 'version.sent_back';

-- The mails to the buyer of an order.
create index webhook_deliveries_mail_of_order on webhook_deliveries (order_id, seq desc) where channel = 'mail' and order_id is not null;

-- Migrations run forward only.
