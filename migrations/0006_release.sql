-- Up Migration

alter table orders
  add column publish_mode text not null default 'publish' check (publish_mode in ('publish', 'draft', 'approve')),
  -- Not before this instant does the post go out; at once where empty.
  add column publish_at timestamptz,
  -- The zone in which the time was given, by its name in the IANA database.
  add column time_zone text,
  -- When a person approved the text and picture that stand now.
  add column approved_at timestamptz,
  -- The round whose ideas are to choose from; raised by "none of these".
  add column ideas_round integer not null default 1,
  -- The order whose particulars this one was placed with again.
  add column based_on uuid references orders (id);
create index orders_planned on orders (publish_at) where publish_at is not null;

-- What a person asked of a round besides the work itself, e.g. why the ideas were sent back.
create table round_wishes (
  order_id uuid not null references orders (id),
  round integer not null,
  part text not null check (part in ('ideas', 'text', 'picture')),
  hint text not null default '',
  created_at timestamptz not null default now(),
  primary key (order_id, round)
);

-- A text or picture that a person sent back is not taken up again.
alter table versions add column sent_back_at timestamptz;
alter table pictures add column sent_back_at timestamptz;
create index publications_by_time on publications (published_at) where published_at is not null;

-- A message that tells waiting activities of a run to try again at once.
alter table outbox drop constraint outbox_kind_check;
alter table outbox
  add constraint outbox_kind_check check (kind in ('start', 'signal', 'cancel', 'nudge', 'notify'));

-- Migrations run forward only.
