-- Up Migration

-- People who signed in to the panel with a key. The word in their cookie is 256 random bits; only its SHA-256 is kept.
create table sessions (
  word_hash bytea primary key,
  key_id uuid not null references api_keys (id),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
create index sessions_expiring on sessions (expires_at);

-- Addresses that sign somebody in once, in the name of a key.
create table sign_in_links (
  word_hash bytea primary key,
  key_id uuid not null references api_keys (id),
  expires_at timestamptz not null
);

-- Migrations run forward only.
