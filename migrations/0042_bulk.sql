-- Up Migration

-- What a bulk job is besides an order.
create table bulk_jobs (
  order_id uuid primary key references orders (id),
  mode text not null check (mode in ('topic', 'keywords', 'trends', 'spin')),
  total_items integer not null check (total_items > 0),
  -- Items written at once.
  concurrency integer not null check (concurrency between 1 and 3),
  -- Pause of a slot between the end of an item and the start of the next, in milliseconds.
  item_delay_ms integer not null check (item_delay_ms >= 0),
  -- Times that it was paused.
  pauses integer not null default 0,
  -- Items that counted as ended when one of them was retried: what is shown never goes back behind them.
  shown_ended integer not null default 0,
  -- Who placed it, as in the audit trail, and the person behind it where one was signed in.
  placed_by text not null,
  person_id uuid references people (id),
  -- The schedule or template it comes from, by name as it was then.
  template_name text,
  schedule_id uuid
);

-- What a text is besides an order: what it is to be written from, and what was written.
create table content_items (
  order_id uuid primary key references orders (id),
  seq bigserial,
  -- Its place in its job, from 1; empty for a text that was ordered alone.
  queue_position integer,
  mode text not null check (mode in ('topic', 'keywords', 'trends', 'spin')),
  topic text not null,
  word_count integer not null,
  tone text not null,
  language text not null,
  -- What the mode adds, as contract/bulk.ts has it.
  input jsonb not null,
  -- Counts the attempts of a start, from 1, and its retries after failed ones.
  attempt integer not null default 1,
  retry_count integer not null default 0,
  -- The slot of its job in which it was let in last, from 1, and when.
  slot integer,
  admitted_at timestamptz,
  -- When it ended last; kept when it is retried, since its slot rests from then on.
  ended_at timestamptz,
  title text,
  meta_description text,
  slug text,
  body_markdown text,
  -- What is known of the text besides: the share it has in common with its source, the trends it cites, the keywords it uses.
  measured jsonb
);
create unique index content_items_by_seq on content_items (seq);
create index content_items_by_title on content_items using gin (title gin_trgm_ops);
create index content_items_by_topic on content_items using gin (topic gin_trgm_ops);
