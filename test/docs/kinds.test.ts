import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ORDER_KINDS, WORKFLOW_OF_KIND } from '../../src/contract/orders';
import * as workflows from '../../src/workflows';
import { ROOT } from './documents';

/** The folders in which a kind's own files are, in every module. */
const OWN = ['blog', 'items', 'purchases', 'purchase', 'purchase-orders', 'content', 'bulk'];

/** Files that say something of each kind: the registries. */
const REGISTRIES = [
  'src/contract/orders.ts',
  'src/domain/orders/lifecycle.ts',
  'src/db/orders/kind-sql.ts',
  'src/db/orders/kinds.ts',
  'src/db/orders/open.ts',
  'src/workers/kind-activities.ts',
  'src/api/kinds.ts',
  'src/api/events/kind-streams.ts',
  'src/panel/kinds.tsx',
];

/** Files of the catalogue, whose articles and prices of links are called as what is bought. */
const CATALOGUE = [
  'src/api/docs/examples.ts',
  'src/db/catalogue/domains.ts',
  'src/panel/api/catalogue-queries.ts',
];

/** A word of many other things: members of providers' answers, stages, permissions. That no shared code compares with it is asked all the same. */
const COMMON_WORD = 'content';

const files = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file}`)
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));

/** What is no part of the system itself: the local stack and its sample orders are clients of the API. */
const isClient = (file: string): boolean => /^src\/(?:local|simulators)\//.test(file);

const isShared = (file: string): boolean =>
  !isClient(file) && !file.split('/').some((folder) => OWN.includes(folder));

test('only a kind’s own files and the registries name a kind', () => {
  const kinds = ORDER_KINDS.filter((kind) => kind !== COMMON_WORD);
  const name = new RegExp(`['"\`](?:${kinds.join('|')})['"\`]`);
  const naming = files.filter(
    (file) => isShared(file) && name.test(readFileSync(path.join(ROOT, file), 'utf8')),
  );
  expect(naming.filter((file) => ![...REGISTRIES, ...CATALOGUE].includes(file))).toEqual([]);
});

test('no file outside a kind’s own compares with a kind by name', () => {
  const comparison = new RegExp(`(?:[=!]==?|case) ?['"](?:${ORDER_KINDS.join('|')})['"]`);
  const comparing = files.filter(
    (file) => isShared(file) && comparison.test(readFileSync(path.join(ROOT, file), 'utf8')),
  );
  expect(comparing).toEqual([]);
});

test('every kind has the workflow that its entry names', () => {
  for (const type of Object.values(WORKFLOW_OF_KIND)) expect(workflows).toHaveProperty(type);
});
