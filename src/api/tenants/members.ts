import type { z } from 'zod';
import type { Db } from '../../db/db';
import type { MemberRow } from '../../db/tenants/members';
import { holderOf } from '../http/auth';
import { pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import { listQuery, memberParams, memberView, patchMemberBody } from './member-schemas';
import { roleFor } from './roles';
import { tenantOf, TENANTS_BASE } from './routes';
import { tenantParams } from './schemas';

const BASE = `${TENANTS_BASE}/:id/members`;

const LAST_ADMIN = 'This is the last administrator. Make somebody else an administrator first.';

function viewMember(member: MemberRow): z.output<typeof memberView> {
  return {
    ...{
      id: member.id,
      address: member.address,
      name: member.name,
      role: member.role,
      locale: member.locale,
    },
    createdAt: member.createdAt.toISOString(),
    lastUsedAt: member.lastUsedAt?.toISOString() ?? null,
    removedAt: member.removedAt?.toISOString() ?? null,
  };
}

/** The member that an action left; throws where there was none, or it is the last administrator. */
function memberLeft(result: MemberRow | 'last' | undefined): z.output<typeof memberView> {
  if (!result) throw new ApiError('not_found', 'Member not found.');
  if (result === 'last') throw new ApiError('conflict', LAST_ADMIN);
  return viewMember(result);
}

/** The routes of a tenant's members. */
export function memberRoutes({ db }: { db: Db }): DescribedRouter {
  const routes = new DescribedRouter();

  routes.route(
    {
      method: 'get',
      permission: 'members.read',
      path: BASE,
      summary: 'List members',
      description: 'Newest first, without removed ones.',
      params: tenantParams,
      query: listQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(memberView) } },
    },
    async ({ params, query, res }) => {
      const { id: tenantId } = await tenantOf(db, res, params.id);
      const json = await pageByCreation(
        query,
        (page) => db.members.listMembers({ tenantId, ...page }),
        viewMember,
      );
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'members.read',
      path: `${BASE}/:memberId`,
      summary: 'Get member',
      description: 'Also one that was removed: whoever `member:<id>` stands for in audit trails.',
      params: memberParams,
      answers: { 200: { description: 'The member.', schema: memberView } },
    },
    async ({ params, res }) => {
      const { id: tenantId } = await tenantOf(db, res, params.id);
      const member = await db.members.findMember({ memberId: params.memberId, tenantId });
      return { status: 200, json: memberLeft(member) };
    },
  );

  routes.route(
    {
      method: 'patch',
      permission: 'members.write',
      path: `${BASE}/:memberId`,
      summary: 'Change member',
      description: 'Omitted fields stay unchanged. Another role holds at once, in sessions that exist, too.',
      params: memberParams,
      body: patchMemberBody,
      answers: {
        200: { description: 'The changed member.', schema: memberView },
        409: { description: 'This is the last administrator.' },
      },
    },
    async ({ params, body, res }) => {
      const tenant = await tenantOf(db, res, params.id);
      if (body.role !== undefined) roleFor(tenant.kind, body.role);
      const changed = await db.transaction((tx) =>
        tx.members.changeMember({
          ...{ memberId: params.memberId, tenantId: tenant.id },
          settings: {
            ...(body.name === undefined ? {} : { name: body.name }),
            ...(body.role === undefined ? {} : { role: body.role }),
            ...(body.locale === undefined ? {} : { locale: body.locale }),
          },
        }),
      );
      return { status: 200, json: memberLeft(changed) };
    },
  );

  routes.route(
    {
      method: 'delete',
      permission: 'members.write',
      path: `${BASE}/:memberId`,
      summary: 'Remove member',
      description:
        'Ends the member’s sessions and event streams at once. Repeating the request returns the same answer.',
      params: memberParams,
      answers: {
        200: { description: 'The removed member.', schema: memberView },
        409: { description: 'This is the last administrator.' },
      },
    },
    async ({ params, res }) => {
      const { id: tenantId } = await tenantOf(db, res, params.id);
      const { by } = holderOf(res);
      const removed = await db.transaction((tx) =>
        tx.members.removeMember({ memberId: params.memberId, tenantId, by }),
      );
      return { status: 200, json: memberLeft(removed) };
    },
  );

  return routes;
}
