-- Up Migration

-- A picture that was handed to the store and is not ready there yet, since when it is waited for, and how many uploads in a row came to
-- nothing.
alter table publications
  add column pending_media jsonb,
  add column pending_since timestamptz,
  add column failed_uploads integer not null default 0;
