import { Client } from 'pg';

const TENANTS = 400;
const STORES = 500;
/** Mail subscriptions of a store, members and invitations of a tenant, and articles with two versions each. */
const SUBSCRIPTIONS = 8;
const MEMBERS = 60;
const ARTICLES = 15_000;

/** Words that titles and keywords are made of. */
const WORDS = `array['garden', 'winter', 'coffee', 'lamp', 'oak', 'linen', 'guide', 'spring', 'wool', 'ceramic', 'travel', 'kitchen',
  'desk', 'mirror', 'candle', 'blanket', 'shelf', 'basket', 'pillow', 'clock']`;

const title = (n: string): string =>
  `(${WORDS})[1 + ${n} % 20] || ' ' || (${WORDS})[1 + ${n} / 20 % 20] || ' ' || (${WORDS})[1 + ${n} / 400 % 20] || ' no ' || ${n}`;

/** Position `n` counts from the newest order. A few hundred tenants own nearly everything, and nearly everything has ended. */
const FILL = [
  `insert into tenants (id, kind, name) select gen_random_uuid(), 'store', 'Tenant ' || n from generate_series(1, ${TENANTS}) n`,
  `insert into stores (id, tenant_id, instance_id, name)
   select gen_random_uuid(), t.id, gen_random_uuid(), 'Store ' || n
     from generate_series(1, ${STORES}) n
     join (select id, row_number() over (order by name) as r from tenants) t on t.r = 1 + n % ${TENANTS}`,
  `create temporary table store_no as
     select (row_number() over (order by s.created_at, s.id))::int as r, s.id, s.tenant_id from stores s`,
  // The square makes the first stores many times busier than the last ones.
  `create temporary table drawn as
     select n, gen_random_uuid() as id, n % 5 = 0 as item,
            1 + floor(${STORES} * power(((n * 7919) % 10007) / 10007.0, 2))::int as r,
            ((n * 104729) % 10009) / 10009.0 as u
       from generate_series(1, $1::bigint) n`,
  `create temporary table stated as
     select d.*, case
       when item then case
         when n <= 20000 and u < 0.5 then 'pending' when n <= 20000 and u < 0.53 then 'processing'
         when u > 0.97 then 'failed' when u > 0.9 then 'cancelled' else 'completed' end
       when n % 100003 = 7 then 'UNCONFIRMED' when n % 50021 = 3 then 'AWAITING_APPROVAL'
       when n <= 20000 and u < 0.05 then 'GENERATING_CONTENT' when n <= 20000 and u < 0.07 then 'PENDING'
       when n <= 80000 and u < 0.25 then 'AWAITING_SELECTION' when n <= 80000 and u < 0.3 then 'SCHEDULED'
       when u > 0.97 then 'FAILED' when u > 0.92 then 'CANCELLED' else 'DONE' end as status
     from drawn d`,
  `insert into orders (id, kind, tenant_id, store_id, status, phase, priority, created_at, started_at, finished_at, updated_at)
   select d.id, case when item then 'item' else 'blog' end, s.tenant_id, case when not item then s.id end, d.status,
          case when d.status in ('DONE', 'completed') then 'done' when d.status in ('FAILED', 'failed') then 'failed'
               when d.status in ('CANCELLED', 'cancelled') then 'cancelled'
               when d.status in ('pending', 'PENDING') then 'accepted'
               when d.status in ('processing', 'GENERATING_CONTENT') then case when d.n % 3 = 0 then 'running' else 'queued' end
               else 'waiting_person' end,
          1 + (d.n % 10)::int, now() - d.n * interval '30 seconds', now() - d.n * interval '30 seconds',
          case when lower(d.status) in ('done', 'completed', 'failed', 'cancelled')
               then now() - d.n * interval '30 seconds' + interval '20 seconds' end,
          now() - d.n * interval '30 seconds' + interval '20 seconds'
     from stated d join store_no s on s.r = d.r order by d.n desc`,
  `update orders set at_work = true where phase in ('accepted', 'queued', 'running')`,
  `insert into blog_orders (order_id, source_type, source_id, version_id, idea_id, publish_at)
   select id, 'keyword', ${title('n')}, case when status = 'DONE' then id end, case when status <> 'DONE' then id end,
          case when status = 'SCHEDULED' then now() + n * interval '20 seconds' end
     from stated where not item order by n desc`,
  `insert into item_batches (id, tenant_id, items, created_at)
   select gen_random_uuid(), tenant_id, 10, now() from store_no, generate_series(1, 20)`,
  `insert into items (order_id, seq, batch_id, page_type, target_keywords, components, brand_voice, language, total_steps, title)
   select d.id, nextval('items_seq_seq'), b.id, (array['product', 'category', 'brand'])[1 + d.n % 3], jsonb_build_array(${title('d.n')}), '[]', '{}', 'en', 10,
          case when d.status = 'completed' then ${title('d.n')} end
     from stated d join store_no s on s.r = d.r
     left join (select distinct on (tenant_id) tenant_id, id from item_batches) b on b.tenant_id = s.tenant_id and d.n % 100 = 0
    where d.item order by d.n desc`,
  `insert into versions (id, order_id, round, attempt, basis, title, body_markdown, excerpt, meta_title, meta_description, slug, tags,
      image_alt, image_prompt, qc_status)
   select id, id, 1, 1, id, ${title('n')}, 'x', '', '', '', '', '[]', '', '', 'APPROVED_BY_AI' from stated where status = 'DONE' order by n desc`,
  `insert into ideas (id, order_id, round, n, title, angle, outline, keyword, reason)
   select id, id, 1, 1, ${title('n')}, '', '[]', '', '' from stated where not item and status <> 'DONE' order by n desc`,
  `insert into publications (id, order_id, basis, post_id, url, published_at)
   select id, id, id, id::text, 'https://shop.example/' || n, now() - n * interval '30 seconds' + interval '15 seconds'
     from stated where status = 'DONE' order by n desc`,
  // Each by a transaction of its own, as in a database that was restored from a backup.
  `insert into order_events (xid, order_id, tenant_id, type, stage, round, at)
   select (1000 + row_number() over (order by o.created_at))::text::xid8, o.id, o.tenant_id, e.type, e.stage, 1, o.created_at
     from orders o cross join (values ('order.accepted', null), ('stage.started', 'content'), ('stage.completed', 'content'))
       as e (type, stage) order by o.created_at`,
  `insert into order_runs (order_id, start_no, run_id, opened_at) select id, 1, id::text, created_at from orders order by created_at`,
  `insert into actions (act_id, order_id, start_no, kind, actor, created_at)
   select gen_random_uuid(), id, 1, 'selectIdea', 'key:1', created_at from orders where kind = 'blog' order by created_at`,
  `insert into outbox (id, order_id, kind, start_no, state, created_at, settled_at)
   select gen_random_uuid(), o.id, m.kind, 1, 'delivered', o.created_at, o.created_at
     from orders o cross join (values ('start'), ('signal')) as m (kind) order by o.created_at`,
  `update outbox set state = 'pending', settled_at = null
    where order_id in (select id from orders where phase = 'queued' order by created_at desc limit 200) and kind = 'signal'`,
  `insert into provider_calls (id, order_id, tenant_id, lane, provider, model, stage, round, attempt, state, charged_tokens, cost_micros,
      spend_day, began_at, ended_at)
   select gen_random_uuid(), id, tenant_id, 'writing', 'openai', 'gpt-4o', s, 1, 1, 'answered', 900, 20000,
          (created_at at time zone 'UTC')::date, created_at, created_at
     from orders cross join (values ('ideas'), ('content')) as c (s) order by created_at`,
  `insert into spend_days (tenant_id, day, settled_micros)
   select tenant_id, spend_day, sum(cost_micros) from provider_calls group by 1, 2`,
  `insert into activity_failures (order_id, activity, temporal_attempt, type, reason, detail, at)
   select id, 'writeContent', 1, 'Provider.Busy', 'http_500', '', created_at from orders order by created_at`,
  `insert into idempotency_keys (tenant_id, key, request_hash, status, response, created_at)
   select tenant_id, id::text, '', 202, '{}', created_at from orders where kind = 'blog' order by created_at`,
  `insert into webhooks (id, tenant_id, url, sealed_secret)
   select gen_random_uuid(), tenant_id, 'https://receiver.example/' || r, '' from store_no`,
  `insert into webhook_deliveries (id, webhook_id, order_id, event_type, body, state, created_at, last_tried_at)
   select gen_random_uuid(), w.id, o.id, 'order.done', '{}',
          case when abs(hashtext(o.id::text)) % 5000 = 0 then 'failed' else 'delivered' end, o.created_at, o.created_at
     from orders o join lateral (select id from webhooks w where w.tenant_id = o.tenant_id order by id limit 1) w on true
    where o.kind = 'blog' order by o.created_at`,
  `insert into mail_subscriptions (id, tenant_id, address, locale, kinds, frequency, time_zone, consent, unsubscribe_hash,
      sealed_unsubscribe, digest_at, created_at)
   select gen_random_uuid(), tenant_id, 'reader-' || r || '-' || n || '@shop.example', 'en', '["store_published", "store_failed"]',
          case when n = 1 then 'daily' else 'at_once' end, 'UTC', 'given', uuid_send(gen_random_uuid()), '',
          now() + interval '1 hour', now() - r * interval '1 hour'
     from store_no, generate_series(1, ${SUBSCRIPTIONS}) n`,
  `insert into webhook_deliveries (id, channel, event_type, about, round, recipient, locale, tenant_id, order_id, subscription_id, body,
      state, created_at, last_tried_at)
   select gen_random_uuid(), 'mail', 'store_published', o.id || ':' || s.id, 1, s.address, 'en', o.tenant_id, o.id, s.id, '{}',
          case when abs(hashtext(o.id::text)) % 5000 = 0 then 'failed' else 'delivered' end, o.created_at, o.created_at
     from orders o join lateral (
       select id, address from mail_subscriptions s where s.tenant_id = o.tenant_id order by id limit 1) s on true
    where o.kind = 'blog' and o.phase = 'done' order by o.created_at`,
  `insert into people (id, address, folded) select gen_random_uuid(), a, a
     from (select 'person-' || n || '@people.example' as a from generate_series(1, ${TENANTS * MEMBERS}) n)`,
  `insert into members (id, person_id, tenant_id, name, role, locale, added_by, created_at, removed_at)
   select gen_random_uuid(), p.id, t.id, 'Ada', case when p.n % 997 = 0 then 'operator' else 'store' end, 'en', 'key:1',
          now() - p.n * interval '1 minute', case when p.n % 10 = 0 then now() - p.n * interval '1 second' end
     from (select id, row_number() over (order by id) as n from people) p
     join (select id, row_number() over (order by id) as r from tenants) t on t.r = 1 + p.n % ${TENANTS}`,
  `insert into invitations (id, tenant_id, address, folded, name, role, locale, token_hash, invited_by, created_at, expires_at)
   select gen_random_uuid(), t.id, a, a, 'Ada', 'store', 'en', uuid_send(gen_random_uuid()), 'key:1', now() - n * interval '1 minute',
          now() + interval '7 days'
     from tenants t, generate_series(1, ${MEMBERS}) n, lateral (select 'invited-' || n || '@people.example' as a)`,
  `insert into sessions (word_hash, member_id, expires_at)
   select uuid_send(gen_random_uuid()), id, now() + interval '7 days' from members, generate_series(1, 5) where removed_at is null`,
  `insert into mail_links (id, token_hash, person_id, expires_at)
   select gen_random_uuid(), uuid_send(gen_random_uuid()), id, now() + interval '1 minute' from people`,
  `insert into domains (id, name, host, language, active)
   select gen_random_uuid(), 'Site ' || n, 'site-' || n || '.example', 'en', n % 10 > 0 from generate_series(1, ${TENANTS}) n`,
  `insert into articles (id, domain_id, slug, title, author, published_on, language, archived, search_text, created_at)
   select gen_random_uuid(), d.id, 'article-' || n, ${title('n')}, 'Ada', '2027-03-28', case when n % 50 = 0 then 'de' else 'en' end,
          n % 30 = 0, ${title('n')} || repeat(' lorem ipsum dolor', 20), now() - n * interval '1 hour'
     from generate_series(1, ${ARTICLES}) n
     join (select id, row_number() over (order by id) as r from domains) d on d.r = 1 + n % ${TENANTS}`,
  `insert into article_revisions (id, article_id, version_num, content_md, content_sha256, author)
   select gen_random_uuid(), id, n, 'x', uuid_send(gen_random_uuid()), 'Ada' from articles, generate_series(1, 2) n`,
  `update articles a set selected_version_id = v.id from article_revisions v
    where v.article_id = a.id and v.version_num = 2 and a.slug not like '%7'`,
  `insert into catalogue_actions (action, actor, domain_id, article_id, at)
   select 'article.changed', 'key:1', domain_id, id, created_at from articles, generate_series(1, 4)`,
  `insert into item_components (order_id, component, heading, body_markdown, took_ms, created_at)
   select id, 'intro', '', '', 900, finished_at from orders where kind = 'item' and status = 'completed' order by created_at`,
  `insert into open_orders (tenant_id, orders)
   select tenant_id, count(*) from orders where phase in ('accepted', 'queued', 'running') group by 1
   on conflict (tenant_id) do update set orders = excluded.orders`,
  `update open_orders set orders = (select count(*) from orders where phase in ('accepted', 'queued', 'running'))
    where tenant_id = '00000000-0000-0000-0000-000000000000'`,
  `insert into order_counts (kind, phase, orders)
   select kind, phase, count(*) from orders where phase in ('done', 'failed', 'cancelled', 'waiting_person') group by 1, 2`,
];

/**
 * Fills a migrated, empty database with what a year leaves behind: so many orders, their details, timelines, messages, calls and
 * deliveries. Neither triggers nor foreign keys are at work meanwhile.
 */
export async function fillWithOrders(adminUrl: string, orders: number): Promise<void> {
  const connection = new Client({ connectionString: adminUrl });
  await connection.connect();
  try {
    await connection.query(`set work_mem = '256MB'; set session_replication_role = replica`);
    for (const sql of FILL) await connection.query(sql, sql.includes('$1') ? [orders] : []);
    await connection.query('vacuum analyze');
  } finally {
    await connection.end();
  }
}
