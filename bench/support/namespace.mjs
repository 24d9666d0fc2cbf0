// A namespace on a running Temporal server, with the search attributes of Galley's workflows.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export const { prepareNamespace } = require('../../dist/local/production/namespace.js');
