-- Up Migration

-- Sites whose articles are sold. They belong to the installation, not to a tenant.
create table domains (
  id uuid primary key,
  name text not null,
  -- In lower case and ASCII; one site per host.
  host text not null unique,
  niche text not null default '',
  audience text not null default '',
  tone text not null default '',
  -- BCP 47.
  language text not null,
  -- `[{"title", "url"}]`: pages that new articles may link to.
  internal_pages jsonb not null default '[]',
  -- In the smallest unit of the currency (ISO 4217); both null where it is not sold.
  backlink_amount bigint check (backlink_amount > 0),
  backlink_currency text,
  article_amount bigint check (article_amount > 0),
  article_currency text,
  active boolean not null default true,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  check ((backlink_amount is null) = (backlink_currency is null)),
  check ((article_amount is null) = (article_currency is null))
);
create index domains_by_creation on domains (created_at desc, id desc);

create table articles (
  id uuid primary key,
  domain_id uuid not null references domains (id),
  slug text not null,
  title text not null,
  author text not null,
  published_on date not null,
  language text not null,
  -- The published version; null while there is none.
  selected_version_id uuid,
  archived boolean not null default false,
  -- What searches look in: the title and the visible text of the published version.
  search_text text not null default '',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (domain_id, slug)
);

-- Texts of articles. Never changed, except for what reviews find.
create table article_revisions (
  id uuid primary key,
  article_id uuid not null references articles (id),
  version_num integer not null check (version_num > 0),
  content_md text not null,
  -- Its visible text, for searches.
  content_text text not null default '',
  -- By which a text that is there already is recognised.
  content_sha256 bytea not null,
  author text not null,
  qc_attempts integer not null default 0,
  last_qc_status text check (last_qc_status in ('WRITTEN', 'REJECTED_BY_CHECKS', 'REJECTED_BY_AI', 'APPROVED_BY_AI')),
  last_qc_notes jsonb,
  backlink_review_status text check (backlink_review_status in ('PENDING_REVIEW', 'APPROVED', 'REJECTED')),
  backlink_metadata jsonb,
  created_at timestamptz not null default clock_timestamp(),
  unique (article_id, version_num),
  unique (article_id, id)
);
create index article_revisions_by_content on article_revisions (article_id, content_sha256);

-- An article publishes a version of its own only.
alter table articles add constraint articles_selected_version
  foreign key (id, selected_version_id) references article_revisions (article_id, id);

create index articles_by_creation on articles (created_at desc, id desc);
create index articles_by_domain on articles (domain_id, created_at desc, id desc);
create index articles_published on articles (created_at desc, id desc) where selected_version_id is not null and not archived;
create index articles_by_text on articles using gin (search_text gin_trgm_ops);

-- What administrators did to the catalogue.
create table catalogue_actions (
  id bigint generated always as identity primary key,
  action text not null,
  -- Who did it, such as `key:<id>`.
  actor text not null,
  domain_id uuid not null references domains (id),
  article_id uuid references articles (id),
  version_id uuid references article_revisions (id),
  -- Names of the fields that were changed, and other facts; no texts.
  facts jsonb not null default '{}',
  at timestamptz not null default clock_timestamp()
);
create index catalogue_actions_by_domain on catalogue_actions (domain_id, id desc);
create index catalogue_actions_by_article on catalogue_actions (article_id, id desc) where article_id is not null;

-- The versions as those who queried them before know them.
create view article_versions as
  select id, article_id, version_num, content_md, qc_attempts, last_qc_status, last_qc_notes, backlink_review_status,
         backlink_metadata, created_at
    from article_revisions;

create function refuse_article_versions() returns trigger language plpgsql as $$
begin
  raise exception 'article_versions is a view for reading; versions are made and selected through the API'
    using errcode = 'object_not_in_prerequisite_state',
      hint = 'To add a version: POST /api/articles/:id/versions; to publish one: POST /api/articles/:id/select';
end
$$;
create trigger article_versions_read_only instead of insert or update or delete on article_versions
  for each row execute function refuse_article_versions();

-- Migrations run forward only.
