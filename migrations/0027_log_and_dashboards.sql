-- Up Migration

-- The position of events up to which log lines tell of orders; what happened before this migration is not told.
alter table rate_controller
  add column logged_xid xid8,
  add column logged_id bigint not null default 0;
update rate_controller set logged_xid = event_position(pg_snapshot_xmin(pg_current_snapshot()));
alter table rate_controller alter column logged_xid set not null;

-- Dashboards read this view. Whoever writes to it, as one could to the table of that name, is told which route does what they want.
create function refuse_blog_generations() returns trigger language plpgsql as $$
begin
  raise exception 'blog_generations is a view for reading; orders are changed through the API'
    using errcode = 'object_not_in_prerequisite_state',
      hint = case
        when tg_op = 'INSERT' then 'To place an order: POST /api/blog-generation'
        when tg_op = 'DELETE' then format('Orders are kept. To cancel this one: POST /api/blog-generation/%s/cancel', old.id)
        when new.status is distinct from old.status and new.status = 'PENDING'
          then format('To retry this order: POST /api/blog-generation/%s/retry', old.id)
        when new.status is distinct from old.status and new.status = 'CANCELLED'
          then format('To cancel this order: POST /api/blog-generation/%s/cancel', old.id)
        else format('To retry this order: POST /api/blog-generation/%s/retry; all routes: GET /docs', old.id)
      end;
end
$$;
create trigger blog_generations_read_only instead of insert or update or delete on blog_generations
  for each row execute function refuse_blog_generations();

-- Migrations run forward only.
