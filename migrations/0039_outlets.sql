-- Up Migration

-- When the link of a purchase was approved to be published.
alter table purchases add column if not exists approved_at timestamptz;

-- Where the articles of a site go out when a version is published: to a store of ours, to a publish hook, or nowhere.
alter table domains
  add column store_id uuid references stores (id),
  add column hook_url text,
  -- Encrypted, bound to the site.
  add column hook_sealed_secret bytea,
  add constraint domains_one_outlet check (store_id is null or hook_url is null),
  add constraint domains_hook_secret check ((hook_url is null) = (hook_sealed_secret is null));
create index domains_by_store on domains (store_id) where store_id is not null;

-- The way out of each article: which version is wanted at its outlet, and which one is there.
create table article_outlets (
  article_id uuid primary key references articles (id),
  -- Null after it was withdrawn before it went out.
  wanted_version_id uuid,
  -- Counts what was ever wanted: whatever is under way for an earlier number is out of date.
  wanted_no bigint not null,
  -- By which a receiver knows repetitions of one delivery.
  delivery_id uuid not null,
  delivered_version_id uuid,
  delivered_no bigint not null default 0,
  state text not null check (state in ('wanted', 'delivered', 'failed', 'unconfirmed')),
  -- Where its draft and post are: the site of a store, or a hook. Ids of one place say nothing at another.
  place text,
  store_id uuid references stores (id),
  draft_id text,
  -- Of a draft whose creation was asked for: when, of which version and under which title.
  create_began_at timestamptz,
  create_version_id uuid,
  create_title text,
  post_id text,
  url text,
  problem_type text,
  problem_reason text,
  tries integer not null default 0,
  first_tried_at timestamptz,
  last_tried_at timestamptz,
  -- What was found of the paid links of the delivered version: the worst of them, and each; null while it has none.
  link_state text check (link_state in ('kept', 'missing', 'without-rel', 'unchecked')),
  links jsonb not null default '[]',
  delivered_at timestamptz,
  checked_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  foreign key (article_id, wanted_version_id) references article_revisions (article_id, id),
  foreign key (article_id, delivered_version_id) references article_revisions (article_id, id)
);
create index article_outlets_under_way on article_outlets (article_id)
  where state = 'wanted' or (state = 'delivered' and checked_at is null);
create index article_outlets_by_store on article_outlets (store_id) where store_id is not null;

alter table outbox
  drop constraint outbox_kind_check,
  drop constraint outbox_subject_check,
  add constraint outbox_kind_check
    check (kind in ('start', 'signal', 'cancel', 'wake', 'deliver', 'reprioritise', 'raise', 'mail', 'payment', 'refund', 'outlet')),
  add constraint outbox_subject_check
    check (
      case when kind in ('mail', 'payment', 'refund', 'outlet') then order_id is null and delivery_id is not null
           else order_id is not null end
    );

-- Migrations run forward only.
