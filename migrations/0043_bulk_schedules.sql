-- Up Migration

-- Bulk jobs as they were saved, to be placed again.
create table bulk_templates (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  name text not null,
  -- The name as two names are compared.
  name_form text not null,
  -- A body of POST /api/bulk-generate, validated.
  request jsonb not null,
  created_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create unique index bulk_templates_by_name on bulk_templates (tenant_id, name_form);
create index bulk_templates_by_creation on bulk_templates (created_at desc, id desc);

-- When a template is placed without anybody asking. The schedule of the same id at Temporal follows this row.
create table bulk_schedules (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  -- Empty only where the schedule was deleted, and its template after it.
  template_id uuid references bulk_templates (id) on delete set null,
  name text not null,
  name_form text not null,
  -- Either a cron expression or an interval.
  cron text,
  every_seconds integer check (every_seconds > 0),
  -- IANA name; says what the clock shows that the cron expression means.
  time_zone text not null,
  overlap text not null check (overlap in ('SKIP', 'BUFFER_ONE', 'ALLOW_ALL')),
  -- A run that is later than this is left out.
  catch_up_seconds integer not null check (catch_up_seconds >= 0),
  paused boolean not null default false,
  -- Who made it, as in the audit trail, and the person behind it where one was signed in.
  created_by text not null,
  person_id uuid references people (id),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  -- Counts changes; that of Temporal's schedule when it was last seen to be what this row says.
  version integer not null default 1,
  synced_version integer not null default 0,
  -- A fingerprint of the schedule as Temporal showed it then.
  synced_as text,
  -- Why Temporal refuses it, and when it is asked again.
  sync_problem text,
  sync_at timestamptz not null default clock_timestamp(),
  -- When Temporal will fire it next, and when it said so.
  next_runs timestamptz[] not null default '{}',
  observed_at timestamptz,
  constraint bulk_schedules_times check ((cron is null) <> (every_seconds is null)),
  constraint bulk_schedules_template check (template_id is not null or deleted_at is not null)
);
create unique index bulk_schedules_by_name on bulk_schedules (tenant_id, name_form) where deleted_at is null;
create index bulk_schedules_by_template on bulk_schedules (template_id);
create index bulk_schedules_by_creation on bulk_schedules (created_at desc, id desc) where deleted_at is null;
create index bulk_schedules_to_sync on bulk_schedules (sync_at) where synced_version < version;
create index bulk_schedules_by_look on bulk_schedules (observed_at) where deleted_at is null;
create index bulk_schedules_by_end on bulk_schedules (deleted_at) where deleted_at is not null;

-- What came of each time at which a schedule was due, and of each time that a person had it run.
create table bulk_schedule_runs (
  id uuid primary key,
  schedule_id uuid not null references bulk_schedules (id) on delete cascade,
  scheduled_at timestamptz not null,
  cause text not null check (cause in ('schedule', 'person')),
  state text not null check (state in ('waiting', 'placed', 'left_out')),
  -- Why it waits or was left out.
  reason text,
  job_id uuid references orders (id),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  constraint bulk_schedule_runs_once unique (schedule_id, scheduled_at),
  constraint bulk_schedule_runs_reason check ((state = 'placed') = (reason is null)),
  constraint bulk_schedule_runs_job check ((state = 'placed') = (job_id is not null))
);
create index bulk_schedule_runs_waiting on bulk_schedule_runs (scheduled_at) where state = 'waiting';
create index bulk_schedule_runs_by_creation on bulk_schedule_runs (created_at);
create index bulk_schedule_runs_by_job on bulk_schedule_runs (job_id) where job_id is not null;
