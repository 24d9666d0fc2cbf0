-- Up Migration

-- Refunds of orders that broke, and refunds that a person has to look at: nobody knows what became of one that is `unconfirmed`.
alter table refunds
  drop constraint refunds_reason_check,
  drop constraint refunds_state_check,
  add constraint refunds_reason_check check (reason in ('rejected', 'failed', 'surplus', 'amount_differs', 'by_hand')),
  add constraint refunds_state_check check (state in ('requested', 'pending', 'unconfirmed', 'succeeded', 'failed')),
  -- How often it was asked for: once more after it had failed, or after a person said that it was not made.
  add column request_no integer not null default 1,
  -- Since when nobody knows what became of it.
  add column unsure_since timestamptz,
  -- What a person decided last, who, and when.
  add column resolution text check (resolution in ('refunded', 'not_refunded', 'retried')),
  add column resolved_by text,
  add column resolved_at timestamptz,
  add constraint refunds_resolved check ((resolution is null) = (resolved_by is null) and (resolution is null) = (resolved_at is null));
-- Alerts of refunds that failed were told by the number of their key.
update refunds set request_no = key_no;
create index refunds_by_creation on refunds (created_at desc, id desc);
create index refunds_by_state on refunds (state, created_at desc, id desc);

-- Alerts that go to a webhook of the operators are delivered by the same machine as mail. Their address is a setting, and in no row.
alter table webhook_deliveries
  drop constraint webhook_deliveries_channel_check,
  drop constraint webhook_deliveries_channel,
  add constraint webhook_deliveries_channel_check check (channel in ('webhook', 'mail', 'alert')),
  add constraint webhook_deliveries_channel check (
    case channel
      when 'webhook' then webhook_id is not null and order_id is not null
      when 'mail' then webhook_id is null and about is not null and round is not null and recipient is not null and locale is not null
      else webhook_id is null and tenant_id is null and about is not null and round is not null and recipient is null
    end
  );
-- One for each incident.
create unique index webhook_deliveries_alert on webhook_deliveries (about, round) where channel = 'alert';
create index webhook_deliveries_alert_log on webhook_deliveries (seq desc) where channel = 'alert';
create index webhook_deliveries_alert_by_state on webhook_deliveries (state, seq desc) where channel = 'alert';
create index webhook_deliveries_alert_pending on webhook_deliveries (id) where channel = 'alert' and state = 'pending';

alter table outbox
  drop constraint outbox_kind_check,
  drop constraint outbox_subject_check,
  add constraint outbox_kind_check
    check (kind in ('start', 'signal', 'cancel', 'wake', 'deliver', 'reprioritise', 'raise', 'mail', 'payment', 'refund', 'outlet', 'alert')),
  add constraint outbox_subject_check
    check (
      case when kind in ('mail', 'payment', 'refund', 'outlet', 'alert') then order_id is null and delivery_id is not null
           else order_id is not null end
    );

-- Migrations run forward only.
