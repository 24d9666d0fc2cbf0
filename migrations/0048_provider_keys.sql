-- Up Migration

-- Keys of accounts that share a provider's calls. What a setting holds is a row without a key.
create table provider_keys (
  id uuid primary key,
  provider text not null check (provider in ('openai')),
  label text not null,
  -- Empty where the key is that of the setting, or was removed.
  sealed_key bytea,
  key_hash bytea,
  last_four text,
  is_setting boolean not null default false,
  -- What an administrator says that it bears; that of the setting has settings for it.
  requests_per_minute integer check (requests_per_minute > 0),
  tokens_per_minute integer check (tokens_per_minute > 0),
  -- What its answers last said that it bears, by model: { requests, tokens, at }.
  read_limits jsonb not null default '{}',
  state text not null default 'open' check (state in ('open', 'shut')),
  -- A machine word for why it is shut, or was slowed down last.
  reason text,
  since timestamptz not null default clock_timestamp(),
  -- When a shut key is tried again, and how often that was in vain.
  try_at timestamptz,
  tries integer not null default 0,
  cooling_until timestamptz,
  -- Up to when the calls it was given use up what it bears.
  used_until timestamptz not null default '-infinity',
  paused_at timestamptz,
  paused_by text,
  paused_reason text,
  created_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  removed_at timestamptz,
  removed_by text,
  constraint provider_keys_sealed check (is_setting or removed_at is not null or
    (sealed_key is not null and key_hash is not null and requests_per_minute is not null and tokens_per_minute is not null))
);
create unique index provider_keys_of_setting on provider_keys (provider) where is_setting;
create unique index provider_keys_once on provider_keys (provider, key_hash) where removed_at is null;
insert into provider_keys (id, provider, label, is_setting, created_by)
values ('00000000-0000-4000-8000-000000000001', 'openai', 'OPENAI_API_KEY', true, 'system');

alter table provider_calls add column key_id uuid;

-- Migrations run forward only.
