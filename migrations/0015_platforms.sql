-- Up Migration

-- Where the site of a store is. A new platform widens the check.
alter table stores add column platform text not null default 'wix' check (platform in ('wix'));
-- Each platform has its own word for who signs a post.
alter table stores rename column author_member_id to author_id;

-- Migrations run forward only.
