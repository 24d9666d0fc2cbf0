import { z } from 'zod';
import { explainChecks } from '../../domain/quality';
import { envelopeOf, inEnvelope } from '../http/envelope';
import { networkGuard } from '../http/network-turns';
import { DescribedRouter } from '../http/route';

/** The languages that checks are explained in, which are those of the panel. */
const language = z.enum(['en', 'de']).default('en').describe('Language of the explanations');

const checkView = z.object({
  id: z.string(),
  title: z.string(),
  explanation: z.string().describe('What is checked, as a question'),
  rules: z.array(
    z.object({
      id: z.string().describe('As in the findings of a text'),
      severity: z
        .enum(['blocking', 'minor'])
        .describe('`blocking` sends a text back to be written again; `minor` is noted'),
      finds: z.string().describe('What is wrong with a text that it finds'),
    }),
  ),
});

/** The route by which everybody reads what texts are checked for. It needs no key. */
export function qualityRoutes(): DescribedRouter {
  const routes = new DescribedRouter();
  routes.route(
    {
      method: 'get',
      permission: 'open',
      path: '/api/v1/quality-checks',
      summary: 'List quality checks',
      description: 'What every text is checked for before it is published, in words for customers.',
      query: z.strictObject({ language }),
      guard: networkGuard(),
      answers: {
        200: {
          description: 'All checks, in the order in which they are made.',
          schema: envelopeOf(z.object({ checks: z.array(checkView) })),
        },
      },
    },
    async ({ query }) => inEnvelope('Quality checks found.', { checks: explainChecks(query.language) }),
  );
  return routes;
}
