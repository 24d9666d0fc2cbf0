-- Up Migration

-- Who showed that a site is the tenant's, and how; empty for stores from before.
alter table stores
  add column proved_by text check (proved_by in ('signature', 'code', 'vouched')),
  add column proved_at timestamptz,
  add column proved_key_id uuid references api_keys (id),
  -- What a store had as its instance id that lost its site to another one, see below.
  add column former_instance_id text;

-- A Wix instance id is a GUID, in lower case. Of several stores with the same one in other letters, the oldest keeps the site. The
-- others, and those whose id is no GUID, get an id that matches no site.
update stores s
   set former_instance_id = s.instance_id, instance_id = 'withdrawn:' || s.id, status = 'archived', connection = 'needs_reconnect',
       disconnected_at = coalesce(s.disconnected_at, clock_timestamp()), changed_at = clock_timestamp(), updated_at = clock_timestamp(),
       author_id = null, category_ids = '[]', tag_ids = '[]'
  from (
    select id, lower(instance_id) ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' as is_guid,
           row_number() over (partition by lower(instance_id) order by created_at, id) as place
      from stores where platform = 'wix'
  ) f
 where f.id = s.id and (not f.is_guid or f.place > 1);
update stores set instance_id = lower(instance_id)
 where platform = 'wix' and former_instance_id is null and instance_id <> lower(instance_id);
alter table stores add constraint stores_canonical_site check (
  platform = 'wix'
  and (instance_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' or instance_id = 'withdrawn:' || id)
);
-- What such a store knew of the site it lost, as when a store is connected to another site.
update publications p
   set media = null, pending_media = null, pending_since = null, failed_uploads = 0, draft_id = null, draft_named = false,
       create_began_at = null
  from orders o join stores s on s.id = o.store_id
 where o.id = p.order_id and s.former_instance_id is not null and o.phase <> 'done' and p.post_id is null;

-- Addresses in cached answers were not checked; the sites are asked anew.
delete from store_answers;
update publications set url = null
 where url is not null and (length(url) > 2000 or url !~* '^https?://[^/?#@[:space:][:cntrl:]\\]+([/?#][^[:cntrl:]\\]*)?$');

-- Values that people give, in the form in which they are compared.
update stores set name = normalize(name, NFC) where name is not nfc normalized;
update tenants set name = normalize(name, NFC) where name is not nfc normalized;
update api_keys set label = normalize(label, NFC) where label is not nfc normalized;
update stores
   set notification_address = normalize(split_part(notification_address, '@', 1), NFC) || '@' || lower(split_part(notification_address, '@', 2))
 where notification_address is not null;
update webhooks
   set url = lower(substring(url from '^[A-Za-z]+://[^/?#]*')) || substring(url from '^[A-Za-z]+://[^/?#]*(.*)$')
 where url ~ '^[A-Za-z]+://[^/?#]*[A-Z]';

-- Requests to sites that were counted on behalf of people, by site and by tenant: when each is taken to be sent.
create table site_requests (
  key text primary key,
  most integer not null,
  sent timestamptz[] not null,
  changed_at timestamptz not null default clock_timestamp()
);
create index site_requests_by_change on site_requests (changed_at);

-- Codes that tenants put into a draft to show that a site is theirs. Only the SHA-256 is kept.
create table site_codes (
  tenant_id uuid not null references tenants (id),
  platform text not null,
  instance_id text not null,
  code_hash bytea not null,
  attempts integer not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  primary key (tenant_id, platform, instance_id)
);

-- Signatures of platforms that showed a site to be a tenant's, by the SHA-256 of what was signed; no other tenant can use them.
create table used_signatures (
  digest bytea primary key,
  tenant_id uuid not null references tenants (id),
  expires_at timestamptz not null
);
create index used_signatures_expiring on used_signatures (expires_at);

-- Migrations run forward only.
