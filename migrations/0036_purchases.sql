-- Up Migration

-- What visitors order for their own money, from the first request on. Until its mailed link is confirmed there is no order yet; then the
-- order has the same id.
create table purchases (
  id uuid primary key,
  product text not null check (product in ('article', 'backlink')),
  domain_id uuid not null references domains (id),
  -- Of a new article: the id that it is going to have.
  article_id uuid not null,
  target_url text not null,
  anchor_text text not null,
  notes text not null,
  -- What a new article is about; all three null for a link.
  topic text,
  niche text,
  search_keyword text,
  -- The price as it was when it was ordered, in the smallest unit of the currency (ISO 4217).
  amount bigint not null check (amount > 0),
  currency text not null,
  -- The buyer's address, and what addresses are compared by.
  address text not null,
  folded text not null,
  locale text not null check (locale in ('en', 'de')),
  -- SHA-256 of all that was ordered, by which the same purchase is recognised.
  content_sha256 bytea not null,
  -- Mails with a link that were sent for it, and when the last one was.
  mails integer not null default 0,
  mailed_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  confirmed_at timestamptz,
  -- The buyer's version of the article, once there is one.
  version_id uuid references article_revisions (id),
  -- The paid Checkout session of Stripe, and what is known of the payment.
  session_id text unique,
  payment_data jsonb not null default '{}',
  paid_at timestamptz,
  check ((product = 'article') = (topic is not null)),
  check ((topic is null) = (search_keyword is null)),
  check ((session_id is null) = (paid_at is null))
);
create index purchases_unconfirmed on purchases (created_at, id) where confirmed_at is null;
create index purchases_of_address on purchases (folded, created_at) where confirmed_at is null;
create index purchases_by_article on purchases (article_id);
create index purchases_by_domain on purchases (domain_id);

-- The links that were mailed for them, by the SHA-256 of their token (256 random bits).
create table purchase_links (
  token_hash bytea primary key,
  purchase_id uuid not null references purchases (id) on delete cascade,
  expires_at timestamptz not null
);
create index purchase_links_of_purchase on purchase_links (purchase_id);
create index purchase_links_expiring on purchase_links (expires_at);

-- The tenant that a person buys as: nobody else is a member of it unless somebody of it invites them.
alter table people add column buyer_tenant_id uuid unique references tenants (id);

-- A link that leads to an order signs in as the member that bought it.
alter table mail_links add column member_id uuid references members (id) on delete cascade;
create index mail_links_of_member on mail_links (member_id) where member_id is not null;

-- The orders as those who queried them before know them.
create view purchase_orders as
  select p.id, p.session_id, p.article_id, p.version_id, p.address as customer_email,
         jsonb_build_object('keyword', p.anchor_text, 'target_url', p.target_url, 'notes', p.notes) as backlink_data,
         p.payment_data, o.status, o.created_at, case when o.phase = 'done' then o.finished_at end as completed_at, o.updated_at
    from purchases p join orders o on o.id = p.id;

create function refuse_purchase_orders() returns trigger language plpgsql as $$
begin
  raise exception 'purchase_orders is a view for reading; orders are made by purchases and moved by their payments'
    using errcode = 'object_not_in_prerequisite_state',
      hint = 'To buy: POST /api/v1/purchase/start';
end
$$;
create trigger purchase_orders_read_only instead of insert or update or delete on purchase_orders
  for each row execute function refuse_purchase_orders();

-- Migrations run forward only.
