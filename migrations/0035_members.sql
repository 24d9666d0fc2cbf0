-- Up Migration

-- People, by the address that mail reaches them at. Addresses that differ in capitals only are one person; mail goes to the one that was
-- saved first.
create table people (
  id uuid primary key,
  address text not null,
  folded text not null unique,
  created_at timestamptz not null default clock_timestamp()
);

-- What a person is to a tenant. Removed members stay for a while, so that a name in the audit trail still means somebody.
create table members (
  id uuid primary key,
  person_id uuid not null references people (id),
  tenant_id uuid not null references tenants (id),
  name text not null,
  role text not null check (role in ('store', 'customer', 'manager', 'operator', 'admin')),
  locale text not null check (locale in ('en', 'de')),
  -- `key:<id>` or `member:<id>`, here and below.
  added_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  last_used_at timestamptz,
  removed_at timestamptz,
  removed_by text
);
create unique index members_of_person on members (person_id, tenant_id) where removed_at is null;
create index members_by_person on members (person_id);
create index members_by_tenant on members (tenant_id, created_at desc, id desc) where removed_at is null;
create index members_removed on members (tenant_id, removed_at desc, id) where removed_at is not null;
create index members_administrators on members (id) where role = 'admin' and removed_at is null;
-- Who is alerted by mail.
create index members_alerted on members (person_id) where role in ('operator', 'admin') and removed_at is null;
create trigger members_changed after update on members for each row
  when (old.removed_at is distinct from new.removed_at or old.role <> new.role or old.tenant_id <> new.tenant_id)
  execute function tell_ended_access('member');
create trigger members_gone after delete on members for each row execute function tell_ended_access('member');

-- People who were asked to become members. The token in the mail is 256 random bits; only its SHA-256 is kept.
create table invitations (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  address text not null,
  folded text not null,
  name text not null,
  role text not null check (role in ('store', 'customer', 'manager', 'operator', 'admin')),
  locale text not null check (locale in ('en', 'de')),
  token_hash bytea not null unique,
  invited_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  -- How often it was sent, and when last.
  sent integer not null default 1,
  sent_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  unique (tenant_id, folded)
);
create index invitations_by_tenant on invitations (tenant_id, created_at desc, id desc);

-- Mails with invitations of the last day, by which they are limited; withdrawn ones count, too.
create table invitation_mails (
  tenant_id uuid not null references tenants (id),
  folded text not null,
  sent_at timestamptz not null default clock_timestamp()
);
create index invitation_mails_by_tenant on invitation_mails (tenant_id, sent_at);

-- Links that were mailed to people who want to sign in, again by the SHA-256 of their token.
create table mail_links (
  id uuid primary key,
  token_hash bytea not null unique,
  person_id uuid not null references people (id) on delete cascade,
  expires_at timestamptz not null
);
create index mail_links_of_person on mail_links (person_id, expires_at);
create index mail_links_expiring on mail_links (expires_at);

-- Sessions and one-time links belong to a key or to a member.
alter table sessions
  alter column key_id drop not null,
  add column member_id uuid references members (id) on delete cascade,
  -- Browser and system, as far as they could be told; empty otherwise.
  add column device text not null default '',
  add column last_used_at timestamptz,
  add constraint sessions_of_one check (num_nonnulls(key_id, member_id) = 1);
create index sessions_of_member on sessions (member_id, expires_at) where member_id is not null;
alter table sign_in_links
  alter column key_id drop not null,
  add column member_id uuid references members (id) on delete cascade,
  add constraint sign_in_links_of_one check (num_nonnulls(key_id, member_id) = 1);
create index sign_in_links_of_member on sign_in_links (member_id, expires_at) where member_id is not null;
-- That a session was used ends nothing; that it is somebody else's by now, or at another tenant, does.
drop trigger sessions_changed on sessions;
create trigger sessions_changed after update on sessions for each row
  when ((old.key_id, old.member_id, old.expires_at) is distinct from (new.key_id, new.member_id, new.expires_at))
  execute function tell_ended_access('session');

-- Who showed that a site is the tenant's, where it was a member. A key that is deleted later, long after it was revoked, is forgotten here
-- like a member.
alter table stores add column proved_member_id uuid references members (id) on delete set null;
create index stores_proved_by_member on stores (proved_member_id) where proved_member_id is not null;
create index stores_proved_by_key on stores (proved_key_id) where proved_key_id is not null;
alter table stores
  drop constraint stores_proved_key_id_fkey,
  add constraint stores_proved_key_id_fkey foreign key (proved_key_id) references api_keys (id) on delete set null;

-- Migrations run forward only.
