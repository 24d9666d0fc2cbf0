-- Up Migration

-- After a restore from a backup: the store is searched for the order's post before anything is created or published there.
alter table blog_orders add column look_first boolean not null default false;

-- Migrations run forward only.
