-- Up Migration

-- A request whose cost nobody knows counts at the most it can cost, and says so.
alter table provider_calls
  add column cost_is_maximum boolean not null default false,
  drop constraint provider_calls_state_check,
  -- `lost`: begun, and its worker ended without telling what became of it.
  add constraint provider_calls_state_check check (state in ('begun', 'answered', 'failed', 'aborted', 'lost'));
create index provider_calls_begun on provider_calls (began_at) where state = 'begun';

-- Migrations run forward only.
