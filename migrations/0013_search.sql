-- Up Migration

-- Words within titles, keywords and names are found by their trigrams.
create extension if not exists pg_trgm;

create index orders_by_source on orders using gin (source_id gin_trgm_ops) where kind = 'blog';
create index versions_by_title on versions using gin (title gin_trgm_ops);
create index ideas_by_title on ideas using gin (title gin_trgm_ops);
create index items_by_title on items using gin (title gin_trgm_ops) where title is not null;
create index items_by_keywords on items using gin ((target_keywords::text) gin_trgm_ops);
create index stores_by_name on stores using gin (name gin_trgm_ops);

-- Migrations run forward only.
