-- Up Migration
create table notes (
  order_id uuid primary key references orders (id),
  topic text not null,
  body text
);
