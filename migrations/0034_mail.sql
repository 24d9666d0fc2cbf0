-- Up Migration

-- Mail is delivered by what delivers webhook events, out of the same table: rows that are there are those of webhooks. The name of the
-- table stays, because the version before this one still reads and writes it while this is applied.
alter table webhook_deliveries
  alter column webhook_id drop not null,
  alter column order_id drop not null,
  add column channel text not null default 'webhook' check (channel in ('webhook', 'mail')),
  -- Whose mail it is; empty for mail of ours, and for webhooks, whose row says it.
  add column tenant_id uuid references tenants (id),
  -- What a mail is about and in which round, for its kind (`event_type`); its facts are the body.
  add column about text,
  add column round bigint,
  add column recipient text,
  add column locale text check (locale in ('en', 'de')),
  add column subscription_id uuid,
  -- A token for a link in a mail (AES-256-GCM, bound to the row's id): forgotten when the mail was delivered or given up.
  add column sealed_secret bytea,
  add column had_secret boolean not null default false,
  add constraint webhook_deliveries_channel check (
    case channel
      when 'webhook' then webhook_id is not null and order_id is not null
      else webhook_id is null and about is not null and round is not null and recipient is not null and locale is not null
    end
  );
-- One mail of a kind about one thing in one round.
create unique index webhook_deliveries_mail on webhook_deliveries (event_type, about, round) where channel = 'mail';
create index webhook_deliveries_mail_log on webhook_deliveries (tenant_id, seq desc) where channel = 'mail';
create index webhook_deliveries_mail_all on webhook_deliveries (seq desc) where channel = 'mail';
create index webhook_deliveries_mail_by_state on webhook_deliveries (tenant_id, state, seq desc) where channel = 'mail';
create index webhook_deliveries_mail_all_by_state on webhook_deliveries (state, seq desc) where channel = 'mail';
create index webhook_deliveries_mail_pending on webhook_deliveries (id) where channel = 'mail' and state = 'pending';
-- Mail of one kind to one address, for its limits.
create index webhook_deliveries_mail_to on webhook_deliveries (lower(recipient), event_type, created_at) where channel = 'mail';
create index webhook_deliveries_mail_confirm on webhook_deliveries (tenant_id, created_at)
  where channel = 'mail' and event_type = 'confirm_address';
-- What one subscription was sent, and lately.
create index webhook_deliveries_subscription on webhook_deliveries (subscription_id, created_at) where subscription_id is not null;
create index webhook_deliveries_subscription_log on webhook_deliveries (subscription_id, seq desc) where subscription_id is not null;
create index webhook_deliveries_subscription_by_state on webhook_deliveries (subscription_id, state, seq desc)
  where subscription_id is not null;

-- A message that a mail is there to be delivered concerns no run; it belongs to its mail instead of an order.
alter table outbox alter column order_id drop not null;
alter table outbox
  add column delivery_id uuid,
  drop constraint outbox_kind_check,
  add constraint outbox_kind_check
    check (kind in ('start', 'signal', 'cancel', 'wake', 'deliver', 'reprioritise', 'raise', 'mail')),
  add constraint outbox_subject_check
    check (case kind when 'mail' then order_id is null and delivery_id is not null else order_id is not null end);
create index outbox_pending_by_delivery on outbox (delivery_id) where state = 'pending' and delivery_id is not null;

insert into lanes (lane) values ('mail');

-- One row: whether the mail server takes our mail. While it refuses us, one mail at a time tries it.
create table mail_channel (
  one boolean primary key default true check (one),
  state text not null default 'open' check (state in ('open', 'closed')),
  -- A machine word for why it is closed.
  reason text,
  since timestamptz not null default clock_timestamp(),
  -- When the next mail may try it, and how often that was in vain.
  try_at timestamptz,
  tries integer not null default 0
);
insert into mail_channel default values;

-- Whom a tenant's orders are mailed to.
create table mail_subscriptions (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  -- Only of this store; of all stores where it is empty.
  store_id uuid references stores (id),
  address text not null,
  locale text not null check (locale in ('en', 'de')),
  -- Kinds of mail that it gets, never none.
  kinds jsonb not null,
  frequency text not null check (frequency in ('at_once', 'daily')),
  time_zone text not null,
  -- Switched off by the tenant.
  active boolean not null default true,
  -- `pending`: whoever reads that address has not agreed yet; `unsubscribed`: has declined.
  consent text not null check (consent in ('pending', 'given', 'unsubscribed')),
  -- SHA-256 of the address of whoever unsubscribed, which stays when the subscription is deleted: nobody else takes that back.
  declined_hash bytea,
  -- SHA-256 of the token of the mailed link that confirms, until then.
  confirm_hash bytea,
  confirm_until timestamptz,
  -- Of the link that unsubscribes: to look it up, and to write it into mails (AES-256-GCM, bound to the row's id).
  unsubscribe_hash bytea not null unique,
  sealed_unsubscribe bytea not null,
  -- When the next digest is due, and up to when the last one told.
  digest_at timestamptz not null,
  digested_until timestamptz not null default clock_timestamp(),
  -- Mails that were too many to be sent at once; the next digest tells of them.
  held_back integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index mail_subscriptions_by_tenant on mail_subscriptions (tenant_id, created_at desc, id desc) where deleted_at is null;
create index mail_subscriptions_by_creation on mail_subscriptions (created_at desc, id desc) where deleted_at is null;
create unique index mail_subscriptions_once on mail_subscriptions (tenant_id, lower(address), coalesce(store_id, '00000000-0000-0000-0000-000000000000'))
  where deleted_at is null;
create index mail_subscriptions_declined on mail_subscriptions (tenant_id, declined_hash) where declined_hash is not null;
create unique index mail_subscriptions_confirming on mail_subscriptions (confirm_hash) where confirm_hash is not null;
create index mail_subscriptions_due on mail_subscriptions (digest_at)
  where deleted_at is null and active and consent = 'given';

-- Migrations run forward only.
