-- Up Migration

alter table stores
  -- What every draft of the store is filed under; the store's own identifiers.
  add column category_ids jsonb not null default '[]',
  add column tag_ids jsonb not null default '[]',
  -- `needs_reconnect` while the store answers that we may not act for it any more.
  add column connection text not null default 'ok' check (connection in ('ok', 'needs_reconnect')),
  add column disconnected_at timestamptz;

-- Why a queued order does not move on, for people; empty while it does.
alter table orders
  add column waiting_type text,
  add column waiting_reason text;

-- Whether a person named the draft after its creation was not answered; such a one must exist, or the person is asked again.
alter table publications add column draft_named boolean not null default false;
