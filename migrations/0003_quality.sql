-- Up Migration

-- The reviewer's points by criterion, 0 to 10; empty until a draft has been reviewed.
alter table versions add column scores jsonb;

-- The last texts of a store, which new ones are compared with.
create index orders_with_text on orders (store_id, created_at desc) where version_id is not null;

-- Migrations run forward only.
