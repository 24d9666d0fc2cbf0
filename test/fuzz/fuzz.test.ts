import { randomInt } from 'node:crypto';
import type { Role, TenantKind } from '../../src/contract/tenancy';
import { ROLES } from '../../src/contract/tenancy';
import { makeParty, thingsOf } from '../support/belongings';
import type { Party } from '../support/belongings';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { fuzz, installSchemathesis } from './schemathesis';

const MAX_EXAMPLES = Number(process.env['GALLEY_FUZZ_EXAMPLES'] ?? 15);
const SEED = Number(process.env['GALLEY_FUZZ_SEED'] ?? randomInt(1, 1_000_000));
/** For each role, so that all of them together take about seven minutes. */
const SECONDS = Number(process.env['GALLEY_FUZZ_SECONDS'] ?? 60);
/** Links that every role follows at least, however slow the machine. */
const LEAST_LINKS = 5;
const ONLY = process.env['GALLEY_FUZZ_ROLE'];

const KIND_OF: Record<Role, TenantKind> = {
  ...{ store: 'store', customer: 'customer', manager: 'manager', operator: 'operator', admin: 'operator' },
};

let command: string;
let galley: Galley;

beforeAll(async () => {
  command = installSchemathesis();
  galley = await startGalley({ simulators: { speed: 400 } });
  await galley.db.openOrders.setOpenLimits({ ofAll: 1_000_000, ofTenant: 1_000_000 });
}, 400_000);

afterAll(async () => {
  await galley?.stop();
});

async function placesOf(party: Party): Promise<Array<readonly [string, Record<string, string>]>> {
  const make = thingsOf(galley);
  const delivery = await make.delivery(party);
  return [
    ['/api/blog-generation/batch/', await make.orderBatch(party)],
    ['/api/blog-generation/{id}/image', await make.order(party, 'with a picture')],
    ['/api/blog-generation/{id}/select', await make.order(party, 'AWAITING_SELECTION')],
    ['/api/blog-generation/', await make.order(party)],
    ['/api/generation/batch/', await make.itemBatch(party)],
    ['/api/generation/{id}/result', await make.item(party, 'completed')],
    ['/api/generation/', await make.item(party)],
    ['/api/stores/', await make.store(party)],
    // Deleting is for what the run itself creates.
    ['/api/webhooks/{id}/deliveries', delivery],
    ['/api/webhooks/', await make.webhook(party)],
    ['/api/tenants/', await make.tenant(party)],
  ];
}

test.each(['none', ...ROLES].filter((role) => !ONLY || role === ONLY))(
  'the API holds against requests of role %s',
  async (role) => {
    const party = role === 'none' ? undefined : await makeParty(galley, role as Role, KIND_OF[role as Role]);
    const places = party ? await placesOf(party) : [];
    const own = party ? { tenantId: party.tenantId, instanceId: party.instanceId, keyId: party.keyId } : {};
    const base = { command, apiUrl: galley.apiUrl, key: party?.client.key, role, places, own, seed: SEED };
    // Each with a time of its own, as the first phases use up whatever they are given.
    for (const [phases, share] of [
      ['examples,coverage,fuzzing', 0.6],
      ['stateful', 0.4],
    ] as const) {
      // What nobody can create leads nowhere.
      if (phases === 'stateful' && role === 'none') continue;
      const maxExamples = role === 'none' ? 2 : MAX_EXAMPLES;
      const seconds = Math.ceil(SECONDS * share);
      const run = await fuzz({ ...base, phases, seconds, maxExamples, name: `${role}-${phases}` });
      const { cases, links, code } = run;
      const report = `fuzzed as ${role} (${phases}): ${cases} cases, ${links} links, seed ${SEED}, exit code ${code}\n`;
      process.stderr.write(code === 0 ? report : `${run.output}\n${report}`);
      expect(cases).toBeGreaterThan(phases === 'stateful' ? 10 : 100);
      if (phases === 'stateful') expect(links).toBeGreaterThanOrEqual(LEAST_LINKS);
      expect([role, phases, code]).toEqual([role, phases, 0]);
      // With a key that has ended meanwhile everything would be refused.
      if (party) expect((await party.client.call('GET', '/api/generation')).status).toBe(200);
    }
  },
  600_000,
);
