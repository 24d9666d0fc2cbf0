-- Up Migration

-- By this server's clock, when the question was asked that last decided about the connection, or when a person connected the store
-- again; never, so far, for a new store. What a refusal says that was asked for earlier is out of date.
alter table stores add column changed_at timestamptz not null default '-infinity';

alter table provider_accounts
  -- When the account was last closed or opened.
  add column changed_at timestamptz not null default '-infinity',
  -- While it is closed: one call may find out whether it is open again (`offered`), or is doing so (`taken`).
  add column trial text check (trial in ('offered', 'taken'));

-- Models that their account may not use, while its other models are served. A row is added when a model is first refused.
create table provider_models (
  like provider_accounts including defaults including constraints,
  model text not null,
  primary key (provider, model)
);

-- A row stands for all failures of one execution of an activity that were alike: `at` is the first of them, `last_at` the latest.
alter table activity_failures
  add column execution text,
  add column repeats integer not null default 1,
  add column last_at timestamptz,
  -- The longest pause that may follow, and the time in which somebody kept trying since the first one, in milliseconds.
  add column pause_ms bigint not null default 0,
  add column tried_ms bigint not null default 0;
create unique index activity_failures_by_execution on activity_failures (execution, type, reason) where execution is not null;

-- Migrations run forward only.
