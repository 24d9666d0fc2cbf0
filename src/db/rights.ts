import type { Logger } from '../telemetry/logger';
import type { Queryable } from './pool';
import { whenReachable } from './when-reachable';

/** What the role of a connection may do beyond reading and writing rows, in words; nothing where all is as it should be. */
export async function excessRights(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ excess: string }>(
    `select excess from pg_roles r cross join lateral (values
         (r.rolsuper, 'is a superuser'),
         (r.rolcreaterole, 'may create roles'),
         (r.rolcreatedb, 'may create databases'),
         (has_schema_privilege(r.oid, 'public', 'create'), 'may create tables'),
         (exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and pg_has_role(r.oid, c.relowner, 'usage')
                     and c.relkind in ('r', 'v')), 'owns tables')) as rights (has, excess)
      where r.rolname = current_user and has`,
  );
  return rows.map(({ excess }) => excess);
}

/** Logs a warning at the start of a process whose role may do more than it needs; work goes on with it. */
export async function warnOfRights(options: {
  pool: Queryable;
  log: Logger;
  stopped: AbortSignal;
}): Promise<void> {
  const { pool, log, stopped } = options;
  const work = async (): Promise<void> => {
    const excess = await excessRights(pool);
    if (excess.length > 0)
      log.warn('the database role of this process may do more than it needs; npm run roles makes one', {
        role: excess.join(', '),
      });
  };
  await whenReachable({ what: 'what the role of this process may do', work, log, stopped });
}
