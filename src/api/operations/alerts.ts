import { z } from 'zod';
import { DELIVERY_STATES } from '../../contract/webhooks';
import type { Db } from '../../db/db';
import type { LoggedAlert } from '../../db/mail/alerts';
import { cutPage, sequenceCursor } from '../http/cursor';
import { envelopeOf, inEnvelope } from '../http/envelope';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { emptyBody, limitOf, pageOf, uuid } from '../http/schemas';

/** Where operators see what they were alerted to. */
const ALERTS = '/api/v1/admin/alerts';

const alertParams = z.strictObject({ alertId: uuid });

const listAlertsQuery = z.strictObject({
  state: z.enum(DELIVERY_STATES).optional(),
  limit: limitOf(100, 50),
  cursor: sequenceCursor.optional(),
});

const time = z.iso.datetime().nullable();

const alertView = z.object({
  id: uuid,
  alert: z.string().describe('What it tells, such as `account_closed` or `refund_unconfirmed`'),
  orderId: uuid.nullable(),
  orderKind: z.string().nullable(),
  account: z.string().nullable().describe('The provider it is about'),
  model: z.string().nullable(),
  reason: z.string().nullable(),
  state: z.enum(DELIVERY_STATES).describe('What became of it at `ALERT_WEBHOOK_URL`'),
  tries: z.int(),
  lastStatus: z.int().nullable(),
  lastProblem: z.string().nullable().describe('`not_configured`: no webhook was set'),
  createdAt: z.iso.datetime(),
  lastTriedAt: time,
  deliveredAt: time,
});

function view(alert: LoggedAlert): z.output<typeof alertView> {
  const { seq: _, createdAt, lastTriedAt, deliveredAt, model, ...line } = alert;
  return {
    ...line,
    model: model === '' ? null : model,
    createdAt: createdAt.toISOString(),
    lastTriedAt: lastTriedAt?.toISOString() ?? null,
    deliveredAt: deliveredAt?.toISOString() ?? null,
  };
}

/** The routes by which operators see what they were alerted to, and have it sent to their webhook again. */
export function alertRoutes({ db }: { db: Db }): DescribedRouter {
  const routes = new DescribedRouter();

  routes.route(
    {
      method: 'get',
      permission: 'alerts.read',
      path: ALERTS,
      summary: 'List alerts',
      description:
        'What administrators and operators were alerted to, newest first, with what became of it at the alert webhook. Mails about it are apart.',
      query: listAlertsQuery,
      answers: {
        200: {
          description: 'One page of results.',
          schema: envelopeOf(pageOf(alertView)),
          leadsTo: [
            { path: `${ALERTS}/:alertId/resend`, parameters: { alertId: '$response.body#/data/items/0/id' } },
          ],
        },
      },
    },
    async ({ query: { state, cursor: before, limit } }) => {
      const found = await db.alerts.listAlerts({ state, before, limit: limit + 1 });
      const { rows, nextCursor } = cutPage(found, limit, ({ seq }) => seq);
      return inEnvelope(rows.length === 0 ? 'No alerts found.' : 'Alerts found.', {
        items: rows.map(view),
        nextCursor,
      });
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'alerts.write',
      path: `${ALERTS}/:alertId/resend`,
      summary: 'Resend alert',
      description: 'Sends an alert to the webhook again. A pending alert is left as it is.',
      params: alertParams,
      body: emptyBody,
      answers: { 202: { description: 'Queued for delivery.', schema: envelopeOf(alertView) } },
    },
    async ({ params }) => {
      const alert = await db.transaction(async (tx) => {
        await tx.alerts.resendAlert(params);
        return tx.alerts.findLoggedAlert(params);
      });
      if (!alert) throw new ApiError('not_found', 'Alert not found.');
      return inEnvelope('Queued for delivery.', view(alert), 202);
    },
  );

  return routes;
}
