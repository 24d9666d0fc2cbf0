-- Up Migration

-- A claim is a lease: it is committed before the delivery, so that no connection and no transaction waits for Temporal. `claims` tells
-- the latest claimant from one whose lease has run out. `looks` counts how often a message has looked at a run that was busy; failed
-- deliveries are counted in `tries` alone.
alter table outbox
  add column claimed_until timestamptz,
  add column claims integer not null default 0,
  add column looks integer not null default 0;

-- Whose turn it is to do what one process does for all: whoever moves the time on.
create table sweep_turns (
  name text primary key,
  next_at timestamptz not null
);

-- The run that does the work now, where it is not the one that the start created: an operator has reset that, or it went on as a new one.
alter table order_runs add column current_run_id text;
