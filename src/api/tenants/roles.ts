import { ROLES_OF_KIND } from '../../contract/tenancy';
import type { Role, TenantKind } from '../../contract/tenancy';
import { ApiError } from '../http/errors';

/** The role that a key or member of a tenant gets: the given one, or the first of its kind. Throws where a tenant of the kind has no such role. */
export function roleFor(kind: TenantKind, given: Role | undefined): Role {
  const roles = ROLES_OF_KIND[kind];
  const role = given ?? roles[0]!;
  if (roles.includes(role)) return role;
  throw new ApiError('bad_request', 'The body of the request is invalid.', {
    problems: [{ field: 'body.role', problem: `must be ${roles.join(' or ')} for a tenant of kind ${kind}` }],
  });
}
