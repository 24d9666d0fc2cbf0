-- Up Migration

-- Whether a store's posts need a picture. `optional`: one whose picture cannot be made goes out without; `none`: none is made.
alter table stores add column pictures text not null default 'required'
  check (pictures in ('required', 'optional', 'none'));

alter table blog_orders
  -- What the order itself asks for; empty for what its store does.
  add column picture text check (picture in ('required', 'optional', 'none')),
  -- It was decided that the post goes out without a picture.
  add column without_picture boolean not null default false;

-- Attempts at a picture that brought none, by the version it was for. They are used up, whoever repeats them.
create table failed_pictures (
  order_id uuid not null references orders (id),
  round integer not null,
  attempt integer not null,
  basis uuid not null,
  -- A machine word, such as `picture_flagged`.
  reason text not null,
  prompt text not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (order_id, round, attempt, basis)
);

-- A page can be retried by a hint, too.
alter table round_hints drop constraint if exists round_wishes_part_check;
alter table round_hints drop constraint if exists round_hints_part_check;
alter table round_hints
  add constraint round_hints_part_check check (part in ('ideas', 'text', 'picture', 'page'));

-- Migrations run forward only.
