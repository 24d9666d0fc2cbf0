import { Router } from 'express';
import helmet from 'helmet';
import { BLOG_STATUSES } from '../contract/orders';
import { curlExample } from './docs-examples';
import type { CurlExample } from './docs-examples';
import { html, joined, NOTHING, prose } from './docs-html';
import type { Markup } from './docs-html';
import { operationsOf } from './docs-operations';
import type { Operation, OperationAnswer, Parameter } from './docs-operations';
import { describeSchema, fieldsOf } from './docs-schema';
import type { Field, Schema } from './docs-schema';
import { DOCS_STYLE } from './docs-style';
import { ERROR_WORDS, FIELD_WORDS, STATUS_WORDS } from './docs-words';
import { ERROR_STATUS } from './errors';
import type { ErrorCode } from './errors';

const ERROR_CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

/** Routes under one heading: those of one resource, and the rest. */
interface Group {
  id: string;
  title: string;
  operations: Operation[];
}

function groupsOf(operations: readonly Operation[]): Group[] {
  const groups = new Map<string, Group>();
  for (const operation of operations) {
    const resource = /^\/api\/(?:v\d+\/)?([a-z-]+)/.exec(operation.path)?.[1];
    const title = resource ? resource.replaceAll('-', ' ').replace(/^./, (c) => c.toUpperCase()) : 'Health';
    const id = `group-${resource ?? 'health'}`;
    const group = groups.get(id) ?? { id, title, operations: [] };
    group.operations.push(operation);
    groups.set(id, group);
  }
  // What people come for stands first; probes are for machines.
  const isHealth = ({ id }: Group): number => (id === 'group-health' ? 1 : 0);
  return [...groups.values()].sort((one, other) => isHealth(one) - isHealth(other));
}

/** Errors that a route can answer with, by what it takes. */
function errorsOf({ open, body, parameters, answers }: Operation): ErrorCode[] {
  const inPath = parameters.some((parameter) => parameter.in === 'path');
  const mayRepeat = parameters.some(({ name }) => name === 'Idempotency-Key');
  const possible: Partial<Record<ErrorCode, boolean>> = {
    bad_request: parameters.length > 0 || body !== undefined,
    unauthorized: !open,
    forbidden: !open,
    not_found: inPath,
    conflict: answers.some(({ status }) => status === String(ERROR_STATUS.conflict)),
    too_large: body !== undefined,
    unsupported_media_type: body !== undefined,
    // An act under a known key is the same act; only what creates something compares the two requests.
    idempotency_key_reused: mayRepeat && !inPath,
    too_many_orders: mayRepeat && !inPath,
    unavailable: !open,
  };
  return ERROR_CODES.filter((code) => possible[code]);
}

function entry(options: { name: string; note: string; text: Markup }): Markup {
  const { name, note, text } = options;
  return html`<dt><code>${name}</code>${note ? html` <small>${note}</small>` : NOTHING}</dt>
    <dd>${text}</dd>`;
}

/** What a value is for, where anybody says so, and its type and limits. */
function valueText(name: string, schema: Schema): Markup {
  const words = schema.description ?? FIELD_WORDS[name.replace(/^.*\[\]\./, '')];
  return html`${describeSchema(schema)}${words ? html`. ${prose(words)}` : NOTHING}`;
}

function parameterEntry(parameter: Parameter): Markup {
  const { name, required, schema, description } = parameter;
  return entry({
    name,
    note: [parameter.in, ...(required ? ['required'] : [])].join(', '),
    text: valueText(name, { ...schema, description: description ?? schema.description }),
  });
}

function fieldEntry(field: Field, isInput: boolean): Markup {
  const { name, schema, required } = field;
  return entry({
    name,
    note: isInput && required ? 'required' : '',
    text: isInput ? valueText(name, schema) : describeSchema(schema),
  });
}

function bodyPart({ body }: Operation): Markup {
  if (!body) return NOTHING;
  const fields = fieldsOf(body);
  return html`<h4>Body</h4>
    ${
      fields.length === 0
        ? html`<p>None, or an empty object.</p>`
        : html`<dl>${fields.map((field) => fieldEntry(field, true))}</dl>
            <p class="soft">Other fields are refused.</p>`
    }`;
}

function answerEntry({ status, description, contentType, schema }: OperationAnswer): Markup {
  const fields = schema ? fieldsOf(schema) : [];
  const isOther = contentType !== undefined && contentType !== 'application/json';
  return entry({
    name: status,
    note: isOther ? contentType : '',
    text: html`${prose(description)}${
      fields.length === 0
        ? NOTHING
        : html` <details>
            <summary>${fields.length} ${fields.length === 1 ? 'field' : 'fields'}</summary>
            <dl>${fields.map((field) => fieldEntry(field, false))}</dl>
          </details>`
    }`,
  });
}

function errorsPart(operation: Operation): Markup {
  const links = errorsOf(operation).map(
    (code) => html`<a href="#error-${code}">${ERROR_STATUS[code]} ${code}</a>`,
  );
  return links.length === 0 ? NOTHING : html`<p class="soft errors">Errors: ${joined(links, ', ')}.</p>`;
}

function takesPart({ takes }: CurlExample): Markup {
  if (!takes) return NOTHING;
  const which = takes.query ? html` that the list finds with <code>${takes.query}</code>` : NOTHING;
  return html`<p class="soft">It takes the newest ${takes.thing}${which}.</p>`;
}

function operationSection(operation: Operation, all: readonly Operation[]): Markup {
  const { id, method, path, summary, open, parameters } = operation;
  const example = curlExample(operation, all);
  return html`<section class="operation" id="${id}">
    <h3>${summary}</h3>
    <p class="address">
      <span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code>${
        open ? html` <span class="soft">no key needed</span>` : NOTHING
      }
    </p>
    ${
      parameters.length === 0
        ? NOTHING
        : html`<h4>Parameters</h4>
            <dl>${parameters.map(parameterEntry)}</dl>`
    }
    ${bodyPart(operation)}
    <h4>Answers</h4>
    <dl>${operation.answers.map(answerEntry)}</dl>
    ${errorsPart(operation)}
    <h4>Example</h4>
    ${takesPart(example)}
    <pre tabindex="0"><code class="curl" data-operation="${method} ${path}">${example.command}</code></pre>
  </section> `;
}

function navigation(groups: readonly Group[]): Markup {
  return html`<nav aria-label="Contents">
    <ul>
      <li><a href="#start">Start here</a></li>
      <li><a href="#statuses">How an order goes</a></li>
      <li><a href="#errors">Errors</a></li>
    </ul>
    ${groups.map(
      ({ title, operations }) =>
        html`<h2>${title}</h2>
          <ul>
            ${operations.map(({ id, summary }) => html`<li><a href="#${id}">${summary}</a></li> `)}
          </ul> `,
    )}
  </nav>`;
}

const START = html`<section id="start">
  <h2>Start here</h2>
  <p>
    Every request below <code>/api</code> carries your key as a bearer token. The examples read the address of
    this server and your key from two variables, and run in any shell with curl:
  </p>
  <pre tabindex="0"><code>export GALLEY_URL=http://127.0.0.1:3000   # this server
export GALLEY_KEY=galley_…                 # your key</code></pre>
  <p>
    A request that creates or changes something may carry an <code>Idempotency-Key</code>: repeated with the
    same key it gets the same answer and does nothing twice. Lists come in pages: send
    <code>nextCursor</code> as <code>cursor</code> until it is <code>null</code>. Times are in UTC.
  </p>
</section>`;

function statuses(): Markup {
  return html`<section id="statuses">
    <h2>How an order goes</h2>
    <p>
      Place an order, wait until it is <code>AWAITING_SELECTION</code>, pick one of its ideas, wait until it
      is <code>DONE</code>.
    </p>
    <dl>
      ${BLOG_STATUSES.map((status) => entry({ name: status, note: '', text: prose(STATUS_WORDS[status]) }))}
    </dl>
  </section>`;
}

function errors(): Markup {
  return html`<section id="errors">
    <h2>Errors</h2>
    <p>Every error has the same shape, with further members where they help:</p>
    <pre tabindex="0"><code>{"error":"conflict","message":"…","requestId":"…"}</code></pre>
    <dl>
      ${ERROR_CODES.map(
        (code) =>
          html`<dt id="error-${code}"><code>${code}</code> <small>${ERROR_STATUS[code]}</small></dt>
            <dd>${prose(ERROR_WORDS[code])}</dd>`,
      )}
    </dl>
  </section>`;
}

/** The documentation as one HTML page, made from an OpenAPI description. */
export function renderDocs(description: Record<string, unknown>): string {
  const operations = operationsOf(description);
  const groups = groupsOf(operations);
  const info = description['info'] as { title: string; version: string; description: string };
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${info.title} API</title>
        <link rel="stylesheet" href="/docs/style.css" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <div class="page">
          <header>
            <h1>${info.title} API</h1>
            <p>
              ${info.description}
              <span class="soft"
                >Version ${info.version}. For programs: <a href="/openapi.json">openapi.json</a>.</span
              >
            </p>
          </header>
          ${navigation(groups)}
          <main id="content">
            ${START} ${statuses()}
            ${groups.map(
              ({ id, title, operations: own }) =>
                html`<section id="${id}">
                  <h2>${title}</h2>
                  ${own.map((operation) => operationSection(operation, operations))}
                </section> `,
            )}
            ${errors()}
          </main>
        </div>
      </body>
    </html> `.text;
}

/** The documentation and its style sheet: open, and without anything that a browser would run or fetch elsewhere. */
export function docsRoutes({ description }: { description: Record<string, unknown> }): Router {
  const page = renderDocs(description);
  const router = Router();
  const policy = helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  });
  router.get('/docs', policy, (_req, res) => {
    res.type('html').set('cache-control', 'no-cache').send(page);
  });
  router.get('/docs/style.css', policy, (_req, res) => {
    res.type('css').set('cache-control', 'no-cache').send(DOCS_STYLE);
  });
  return router;
}
