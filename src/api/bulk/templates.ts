import type { Response } from 'express';
import type { z } from 'zod';
import { MOST_TEMPLATES } from '../../contract/schedules';
import { principalName } from '../../contract/tenancy';
import type { BulkTemplate, TemplateSummary } from '../../db/bulk/templates';
import type { AcceptDeps } from '../http/accept-once';
import { holderOf, scopeOf } from '../http/auth';
import { batchGuard } from '../http/batch-turns';
import { pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { emptyBody, pageOf } from '../http/schemas';
import { RUN_ANSWERS, templateRunner } from './run';
import {
  createTemplateBody,
  listTemplatesQuery,
  patchTemplateBody,
  runTemplateBody,
  savedParams,
  templateSummary,
  TEMPLATES_BASE,
  templateView,
} from './schedule-schemas';

function viewSummary(template: TemplateSummary): z.output<typeof templateSummary> {
  const { id, tenantId, name, mode, totalItems } = template;
  return {
    ...{ id, tenantId, name, mode, totalItems },
    createdAt: template.createdAt.toISOString(),
    updatedAt: template.updatedAt.toISOString(),
  };
}

function viewTemplate(template: BulkTemplate): object {
  const { request } = template;
  return { ...viewSummary({ ...template, mode: request.mode, totalItems: request.items.length }), request };
}

const notFound = (): ApiError => new ApiError('not_found', 'Template not found.');
const taken = (): ApiError => new ApiError('conflict', 'Another template has this name.');

/** The routes of templates of bulk jobs. */
export function templateRoutes(deps: AcceptDeps & { bulkItemDelayMs: number }): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();
  const run = templateRunner(deps);
  const keyOf = (res: Response, templateId: string) => ({ templateId, tenantId: scopeOf(res) });

  routes.route(
    {
      method: 'post',
      permission: 'schedules.write',
      path: TEMPLATES_BASE,
      summary: 'Create template',
      description: 'Saves a bulk job under a name, to be placed again and again.',
      body: createTemplateBody,
      bodySize: 'texts',
      answers: {
        201: {
          description: 'Created. `Location` is the URL of the template.',
          schema: templateView,
          headers: { Location: 'The URL of what was created.' },
          leadsTo: [{ path: `${TEMPLATES_BASE}/:id`, parameters: { id: '$response.body#/id' } }],
        },
        409: {
          description: `Another template has this name, or the tenant has ${MOST_TEMPLATES} templates.`,
        },
      },
    },
    async ({ body, res }) => {
      const { tenantId, by } = holderOf(res);
      const template = await db.transaction(async (tx) => {
        const saved = await tx.bulkTemplates.countSaved({ tenantId });
        if (saved && saved.templates >= MOST_TEMPLATES)
          throw new ApiError(
            'conflict',
            `A tenant can have at most ${MOST_TEMPLATES} templates. Delete one first.`,
          );
        const made = { tenantId, ...body, createdBy: principalName(by) };
        return tx.bulkTemplates.insertTemplate(made);
      });
      if (!template) throw taken();
      const headers = { location: `${TEMPLATES_BASE}/${template.id}` };
      return { status: 201, json: viewTemplate(template), headers };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'schedules.read',
      path: TEMPLATES_BASE,
      summary: 'List templates',
      description: 'Newest first, without their items.',
      query: listTemplatesQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(templateSummary) } },
    },
    async ({ query, res }) => {
      const tenantId = scopeOf(res);
      const json = await pageByCreation(
        query,
        (page) => db.bulkTemplates.listTemplates({ tenantId, ...page }),
        viewSummary,
      );
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'schedules.read',
      path: `${TEMPLATES_BASE}/:id`,
      summary: 'Get template',
      description: 'One template with the job that it saves.',
      params: savedParams,
      answers: { 200: { description: 'The template.', schema: templateView } },
    },
    async ({ params, res }) => {
      const template = await db.bulkTemplates.findTemplate(keyOf(res, params.id));
      if (!template) throw notFound();
      return { status: 200, json: viewTemplate(template) };
    },
  );

  routes.route(
    {
      method: 'patch',
      permission: 'schedules.write',
      path: `${TEMPLATES_BASE}/:id`,
      summary: 'Update template',
      description: 'Renames a template, or replaces its job. Jobs that were placed stay as they are.',
      params: savedParams,
      body: patchTemplateBody,
      bodySize: 'texts',
      answers: {
        200: { description: 'The template.', schema: templateView },
        409: { description: 'Another template has this name.' },
      },
    },
    async ({ params, body, res }) => {
      const changed = await db.transaction(async (tx) => {
        const template = await tx.bulkTemplates.lockTemplate(keyOf(res, params.id));
        return template && tx.bulkTemplates.changeTemplate(template, body);
      });
      if (!changed) throw notFound();
      if (changed === 'taken') throw taken();
      return { status: 200, json: viewTemplate(changed) };
    },
  );

  routes.route(
    {
      method: 'delete',
      permission: 'schedules.write',
      path: `${TEMPLATES_BASE}/:id`,
      summary: 'Delete template',
      description: 'Only one that no schedule uses. Jobs that were placed stay as they are.',
      params: savedParams,
      answers: {
        200: { description: 'The deleted template.', schema: templateView },
        409: { description: 'Schedules use it; `schedules` names them.' },
      },
    },
    async ({ params, res }) => {
      const template = await db.transaction(async (tx) => {
        const found = await tx.bulkTemplates.lockTemplate(keyOf(res, params.id));
        if (!found) throw notFound();
        const schedules = await tx.bulkTemplates.schedulesUsing({ templateId: found.id });
        if (schedules.length > 0)
          throw new ApiError('conflict', `Schedules use this template: ${schedules.join(', ')}.`, {
            schedules,
          });
        await tx.bulkTemplates.deleteTemplate({ templateId: found.id });
        return found;
      });
      return { status: 200, json: viewTemplate(template) };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'orders.place',
      path: `${TEMPLATES_BASE}/run`,
      summary: 'Run template by name',
      description: 'Places the job that your template of this name saves.',
      body: runTemplateBody,
      guard: batchGuard(db),
      idempotent: true,
      answers: RUN_ANSWERS,
    },
    async ({ body, req, res }) => {
      const key = { tenantId: holderOf(res).tenantId, name: body.name };
      return run({ req, res, body }, (tx) => (tx ?? db).bulkTemplates.templateByName(key));
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'orders.place',
      path: `${TEMPLATES_BASE}/:id/run`,
      summary: 'Run template',
      description: 'Places the job that the template saves, for the tenant of the template.',
      params: savedParams,
      body: emptyBody,
      guard: batchGuard(db),
      idempotent: true,
      answers: RUN_ANSWERS,
    },
    async ({ params, body, req, res }) =>
      run({ req, res, body }, (tx) => (tx ?? db).bulkTemplates.findTemplate(keyOf(res, params.id))),
  );

  return routes;
}
