-- Up Migration

-- Access that has ended is told at once, by ids only: every API process ends what it is still sending to a revoked or changed key, or
-- to an ended session.
alter table sessions add column id uuid not null unique default gen_random_uuid();

create function tell_ended_access() returns trigger language plpgsql as $$
begin
  perform pg_notify('access_ended', tg_argv[0] || ':' || old.id::text);
  return null;
end
$$;
create trigger api_keys_changed after update on api_keys for each row
  when (old.revoked_at is distinct from new.revoked_at or old.role <> new.role or old.tenant_id <> new.tenant_id)
  execute function tell_ended_access('key');
create trigger api_keys_gone after delete on api_keys for each row execute function tell_ended_access('key');
create trigger sessions_changed after update on sessions for each row execute function tell_ended_access('session');
create trigger sessions_gone after delete on sessions for each row execute function tell_ended_access('session');

-- What belongs to a key goes with it, and is counted by key.
alter table sessions drop constraint sessions_key_id_fkey,
  add constraint sessions_key_id_fkey foreign key (key_id) references api_keys (id) on delete cascade;
alter table sign_in_links drop constraint sign_in_links_key_id_fkey,
  add constraint sign_in_links_key_id_fkey foreign key (key_id) references api_keys (id) on delete cascade;
create index sessions_of_key on sessions (key_id, expires_at);
create index sign_in_links_of_key on sign_in_links (key_id, expires_at);
create index sign_in_links_expiring on sign_in_links (expires_at);
delete from sessions s using api_keys k where k.id = s.key_id and k.revoked_at is not null;
delete from sign_in_links l using api_keys k where k.id = l.key_id and k.revoked_at is not null;

-- Orders that wait for a person may be as many as the ended ones, so they are counted like these: by their changes.
create or replace function count_ended_order() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.phase in ('done', 'failed', 'cancelled', 'waiting_person') then
    insert into order_count_changes (kind, phase, change) values (old.kind, old.phase, -1);
  end if;
  if tg_op <> 'DELETE' and new.phase in ('done', 'failed', 'cancelled', 'waiting_person') then
    insert into order_count_changes (kind, phase, change) values (new.kind, new.phase, 1);
  end if;
  return null;
end
$$;
drop trigger orders_ended on orders;
drop trigger orders_born_ended on orders;
drop trigger orders_ended_gone on orders;
create trigger orders_ended after update of phase on orders for each row
  when (old.phase <> new.phase
    and (old.phase in ('done', 'failed', 'cancelled', 'waiting_person')
      or new.phase in ('done', 'failed', 'cancelled', 'waiting_person')))
  execute function count_ended_order();
create trigger orders_born_ended after insert on orders for each row
  when (new.phase in ('done', 'failed', 'cancelled', 'waiting_person')) execute function count_ended_order();
create trigger orders_ended_gone after delete on orders for each row
  when (old.phase in ('done', 'failed', 'cancelled', 'waiting_person')) execute function count_ended_order();
-- The triggers keep writers out until the migration is through, so none is missed and none counted twice.
insert into order_counts (kind, phase, orders)
select kind, phase, count(*) from orders where phase = 'waiting_person' group by kind, phase;

-- What operators watch is read from what it is about, not from all rows.
create index orders_unconfirmed on orders (id) where phase = 'waiting_person' and status = 'UNCONFIRMED';
create index stores_to_reconnect on stores (id) where connection = 'needs_reconnect' and status = 'active';

-- Migrations run forward only.
