-- Up Migration

-- What is written, reviewed and approved for an order that was bought, or that an administrator ordered.
alter table purchases
  add column source text not null default 'buyer' check (source in ('buyer', 'admin')),
  -- Which administrator ordered it, such as `key:<id>`; null where a buyer did.
  add column ordered_by text,
  -- The version that is before the administrators, and who said so: the buyer, the buyer's deadline, or nobody, as with an administrator's own order.
  add column submitted_version_id uuid references article_revisions (id),
  add column submitted_at timestamptz,
  add column submitted_by text check (submitted_by in ('buyer', 'deadline', 'order')),
  add column approved_version_id uuid references article_revisions (id),
  add column approved_at timestamptz,
  add column rejected_at timestamptz,
  -- What the administrator wrote to the buyer.
  add column rejection_reason text,
  -- The version that went live, which differs from the approved one where its link was put in again, and where it can be read outside.
  add column published_version_id uuid references article_revisions (id),
  add column published_url text,
  -- Orders of administrators have no buyer, and cost nothing.
  alter column address drop not null,
  alter column folded drop not null,
  drop constraint purchases_amount_check,
  add constraint purchases_amount_check check (amount >= 0 and (source = 'admin') = (amount = 0)),
  add constraint purchases_source_check_of_address check ((source = 'buyer') = (address is not null)),
  add constraint purchases_source_check_of_actor check ((source = 'admin') = (ordered_by is not null)),
  add check ((submitted_at is null) = (submitted_version_id is null)),
  add check ((submitted_at is null) = (submitted_by is null)),
  add check ((approved_at is null) = (approved_version_id is null)),
  add check ((rejected_at is null) = (rejection_reason is null)),
  add check (approved_at is null or rejected_at is null);
create index purchases_published on purchases (article_id) where approved_at is not null;

-- Each attempt at a text, saved before anything is made of it. `basis` is what it was made from: the published version that a link goes into, or
-- the word `brief`.
create table purchase_drafts (
  id uuid primary key,
  order_id uuid not null references orders (id),
  round integer not null check (round > 0),
  attempt integer not null check (attempt > 0),
  basis text not null,
  -- Null where the attempt brought nothing that can be used.
  qc_status text check (qc_status in ('WRITTEN', 'REJECTED_BY_CHECKS', 'REJECTED_BY_AI', 'APPROVED_BY_AI')),
  -- Of a new article; null for a link.
  title text,
  content_md text,
  -- Where the sentence with the link stands in the text, in UTF-16 units, and the proposal by which it can be put in again.
  link_start integer,
  link_end integer,
  link_proposal jsonb,
  findings jsonb not null default '[]',
  scores jsonb,
  created_at timestamptz not null default clock_timestamp(),
  unique (order_id, round, attempt),
  check ((qc_status is null) = (content_md is null)),
  check ((link_start is null) = (link_end is null)),
  check (link_start is null or link_proposal is not null)
);

-- Versions that were made for an order: one a round.
alter table article_revisions
  add column order_id uuid references orders (id),
  add column round integer,
  -- As in purchase_drafts.
  add column link_start integer,
  add column link_end integer,
  add column link_proposal jsonb,
  -- When a later version of the same order took its place.
  add column superseded_at timestamptz,
  add check ((order_id is null) = (round is null));
create unique index article_revisions_of_order on article_revisions (order_id, round) where order_id is not null;

-- Runs from before texts were written wait for this to be done; they ask again what to do.
insert into outbox (id, order_id, kind, start_no, signal, payload)
select gen_random_uuid(), o.id, 'signal', o.start_no, 'admit', jsonb_build_object('actId', gen_random_uuid())
  from orders o where o.kind in ('article', 'backlink') and o.status = 'PROCESSING';

-- Migrations run forward only.
