-- Up Migration

alter table governor rename to rate_controller;
insert into lanes (lane) values ('rate-controller');
update lane_acts set lane = 'rate-controller' where lane = 'governor';
delete from lane_workers where lane = 'governor';
delete from lanes where lane = 'governor';

-- Messages that wake waiting activities, and messages that a webhook has something to deliver.
alter table outbox drop constraint outbox_kind_check;
update outbox set kind = case kind when 'nudge' then 'wake' when 'notify' then 'deliver' else kind end;
alter table outbox add constraint outbox_kind_check
  check (kind in ('start', 'signal', 'cancel', 'wake', 'deliver', 'reprioritise', 'raise'));

alter table round_wishes rename to round_hints;
alter table acts rename to actions;
alter table lane_acts rename to lane_actions;
alter table lane_actions rename column act to action;

-- Failures of our own database were named after a store.
update orders set waiting_type = 'Database.Unavailable' where waiting_type = 'Store.Unavailable';
update orders set error_type = 'Database.Unavailable' where error_type = 'Store.Unavailable';
update activity_failures set type = 'Database.Unavailable' where type = 'Store.Unavailable';

-- Migrations run forward only.
