-- Up Migration

-- Reserves what a call can cost at most, unless its tenant has reached a cap. Answers the day (UTC) it is booked on, null where it is not,
-- and the caps (in cents) and sums (in millionths of a dollar) that this was decided by. The tenant's row, and with it its caps, is locked
-- before anything is read: each statement here sees what was committed before it, which one statement that waits for a lock would not. No
-- client is waited for meanwhile, so the lock is held for as short as can be. Rows are locked in the order tenant, order, day.
create function reserve_spending(
  tenant uuid,
  most bigint,
  out day date,
  out daily_cents bigint,
  out monthly_cents bigint,
  out day_settled bigint,
  out day_reserved bigint,
  out month_settled bigint,
  out month_reserved bigint,
  out decided_at timestamptz
) language plpgsql as $$
#variable_conflict use_column
declare
  micros_per_cent constant bigint := 10000;
  today date;
begin
  select t.daily_cap_cents, t.monthly_cap_cents into daily_cents, monthly_cents
    from tenants t where t.id = tenant for no key update;
  decided_at := clock_timestamp();
  today := (decided_at at time zone 'UTC')::date;
  select coalesce(sum(d.settled_micros) filter (where d.day = today), 0),
         coalesce(sum(d.reserved_micros) filter (where d.day = today), 0),
         coalesce(sum(d.settled_micros), 0), coalesce(sum(d.reserved_micros), 0)
    into day_settled, day_reserved, month_settled, month_reserved
    from spend_days d where d.tenant_id = tenant and d.day between date_trunc('month', today)::date and today;
  if day_settled + day_reserved >= daily_cents * micros_per_cent
    or month_settled + month_reserved >= monthly_cents * micros_per_cent then
    return;
  end if;
  insert into spend_days as d (tenant_id, day, reserved_micros) values (tenant, today, most)
    on conflict (tenant_id, day) do update set reserved_micros = d.reserved_micros + excluded.reserved_micros;
  day := today;
end
$$;

-- Migrations run forward only.
