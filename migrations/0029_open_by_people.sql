-- Up Migration

-- Whatever a person does that makes an order open counts against the limits: placing it, starting an ended one again, and letting one
-- go on that waits for a person. A transaction in which a person acts says so by `galley.person`. What runs do by themselves is counted
-- and never refused, for an order that is there goes on.

-- Refuses `adding` open orders where there would be more than the limits allow. The counts are those before; a null one is not looked at.
create function refuse_open_orders(of_all bigint, of_tenant bigint, adding bigint) returns void language plpgsql as $$
declare
  most open_limits;
begin
  select * into most from open_limits;
  if of_all + adding > most.of_all then
    raise exception 'there are too many open orders' using errcode = 'GA001', detail = of_all::text;
  end if;
  if of_tenant + adding > most.of_tenant then
    raise exception 'the tenant has too many open orders'
      using errcode = 'GA002', detail = of_tenant::text, hint = greatest(0, most.of_tenant - of_tenant)::text;
  end if;
end
$$;

-- Looks at the counts without a lock, before anything is written: what is refused here would be refused at the commit. The tenant may
-- be null where it is not known yet.
create function look_for_room(tenant uuid, adding bigint) returns void language plpgsql as $$
begin
  perform refuse_open_orders(
    (select orders from open_orders where tenant_id = '00000000-0000-0000-0000-000000000000'),
    case when tenant is not null then coalesce((select orders from open_orders where tenant_id = tenant), 0) end,
    adding);
end
$$;

-- Adds up what a transaction changes, by tenant, in `galley.open_changes`: `change` with everything, `asked` with what people ask for.
create function note_open_order() returns trigger language plpgsql as $$
declare
  noted jsonb := coalesce(nullif(current_setting('galley.open_changes', true), ''), '{}');
  change integer := is_open_phase(new.phase)::integer;
  asked boolean := tg_op = 'INSERT';
begin
  if tg_op = 'UPDATE' then
    change := change - is_open_phase(old.phase)::integer;
    -- Only people start an ended order again; one that waits for them may also go on by itself.
    asked := change > 0 and (old.phase <> 'waiting_person' or current_setting('galley.person', true) = 'on');
  end if;
  noted := jsonb_set(noted, array[new.tenant_id::text], jsonb_build_object(
    'change', coalesce((noted -> new.tenant_id::text ->> 'change')::integer, 0) + change,
    'asked', coalesce((noted -> new.tenant_id::text ->> 'asked')::boolean, false) or asked));
  perform set_config('galley.open_changes', noted::text, true);
  return null;
end
$$;

-- Counts at the end of a transaction, once for all its orders, so that the rows everybody changes are locked as briefly as can be: that
-- of all tenants first, always, so that two transactions cannot wait for each other.
create or replace function count_open_order() returns trigger language plpgsql as $$
declare
  noted text := current_setting('galley.open_changes', true);
  total bigint;
  counted bigint;
  part record;
begin
  if noted is null or noted = '' then
    return null;
  end if;
  perform set_config('galley.open_changes', '', true);
  update open_orders set orders = orders + (select sum((value ->> 'change')::integer) from jsonb_each(noted::jsonb))
    where tenant_id = '00000000-0000-0000-0000-000000000000' returning orders into total;
  for part in
    select key::uuid as tenant_id, (value ->> 'change')::integer as change, (value ->> 'asked')::boolean as asked
      from jsonb_each(noted::jsonb) order by key
  loop
    insert into open_orders as o (tenant_id, orders) values (part.tenant_id, part.change)
      on conflict (tenant_id) do update set orders = o.orders + part.change returning orders into counted;
    if part.asked and part.change > 0 then
      perform refuse_open_orders(total - part.change, counted - part.change, part.change);
    end if;
  end loop;
  return null;
end
$$;

drop trigger orders_counted on orders;
create trigger orders_noted_new after insert on orders for each row
  when (is_open_phase(new.phase)) execute function note_open_order();
create trigger orders_noted after update of phase on orders for each row
  when (is_open_phase(new.phase) <> is_open_phase(old.phase)) execute function note_open_order();
create constraint trigger orders_counted_new after insert on orders
  deferrable initially deferred for each row when (is_open_phase(new.phase)) execute function count_open_order();
create constraint trigger orders_counted after update of phase on orders
  deferrable initially deferred for each row
  when (is_open_phase(new.phase) <> is_open_phase(old.phase)) execute function count_open_order();

-- Migrations run forward only.
