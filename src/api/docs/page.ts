import { Router } from 'express';
import type { Request } from 'express';
import helmet from 'helmet';
import { curlExample } from './examples';
import type { CurlExample } from './examples';
import { entry, html, joined, NOTHING, prose } from './html';
import type { Markup } from './html';
import { errors, start, statuses } from './intro';
import { operationsOf } from './operations';
import type { Operation, OperationAnswer, Parameter } from './operations';
import { describeSchema, fieldsOf, withoutNull } from './schema';
import type { Field, Schema } from './schema';
import { prepared } from './prepared';
import { DOCS_STYLE } from './style';
import { ANSWER_WORDS, FIELD_WORDS, GROUP_TITLES, RESOURCE_WORDS } from './words';
import { ERROR_STATUS } from '../http/errors';

/** Routes under one heading: those of one resource, and the rest. */
interface Group {
  id: string;
  title: string;
  operations: Operation[];
}

/** The first word of an address below `/api`, e.g. `stores`; undefined for what is no resource. */
function resourceOf(path: string): string | undefined {
  return /^\/api\/(?:v\d+\/)?([a-z-]+)/.exec(path)?.[1];
}

function groupsOf(operations: readonly Operation[]): Group[] {
  const groups = new Map<string, Group>();
  for (const operation of operations) {
    const resource = resourceOf(operation.path);
    const title = GROUP_TITLES[resource ?? 'health'] ?? resource!;
    const id = `group-${resource ?? 'health'}`;
    const group = groups.get(id) ?? { id, title, operations: [] };
    group.operations.push(operation);
    groups.set(id, group);
  }
  // What people come for stands first; probes are for machines.
  const isHealth = ({ id }: Group): number => (id === 'group-health' ? 1 : 0);
  return [...groups.values()].sort((one, other) => isHealth(one) - isHealth(other));
}

/** A value's type and limits, and what it is for where anybody says so. */
function valueText(schema: Schema, words: string | undefined): Markup {
  // What is said in words needs no regular expression.
  const told = describeSchema(words === undefined ? schema : { ...schema, description: words });
  return html`${told}${words ? html`. ${prose(words)}` : NOTHING}`;
}

/** The name that words go by: members of a list's items are named like those of one thing. */
function plainName(name: string): string {
  return name.replace(/^.*\[\]\./, '');
}

function inputWords(operation: Operation, name: string, schema: Schema): string | undefined {
  const plain = plainName(name);
  return (
    RESOURCE_WORDS[resourceOf(operation.path) ?? '']?.[plain] ??
    schema.description ??
    FIELD_WORDS[plain] ??
    withoutNull(schema).schema.description
  );
}

function answerWords(name: string, schema: Schema): string | undefined {
  return schema.description ?? withoutNull(schema).schema.description ?? ANSWER_WORDS[plainName(name)];
}

function parameterEntry(operation: Operation, parameter: Parameter): Markup {
  const { name, required, schema, description } = parameter;
  return entry({
    name,
    note: [parameter.in, ...(required ? ['required'] : [])].join(', '),
    text: valueText(schema, description ?? inputWords(operation, name, schema)),
  });
}

function inputEntry(operation: Operation, { name, schema, required }: Field): Markup {
  const text = valueText(schema, inputWords(operation, name, schema));
  return entry({ name, note: required ? 'required' : '', text });
}

function outputEntry({ name, schema }: Field): Markup {
  return entry({ name, note: '', text: valueText(schema, answerWords(name, schema)) });
}

function bodyPart(operation: Operation): Markup {
  const { body } = operation;
  if (!body) return NOTHING;
  const fields = fieldsOf(body);
  return html`<h4>Body</h4>
    ${
      fields.length === 0
        ? html`<p>Empty, or an empty object.</p>`
        : html`<dl>${fields.map((field) => inputEntry(operation, field))}</dl>
            <p class="soft">Unknown fields are rejected.</p>`
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
            <dl>${fields.map(outputEntry)}</dl>
          </details>`
    }`,
  });
}

function errorsPart(operation: Operation): Markup {
  const links = operation.errors.map(
    (code) => html`<a href="#error-${code}">${ERROR_STATUS[code]} ${code}</a>`,
  );
  return links.length === 0 ? NOTHING : html`<p class="soft errors">Errors: ${joined(links, ', ')}.</p>`;
}

function takesPart({ takes, note }: CurlExample): Markup {
  const [first, ...others] = takes;
  if (!first) return NOTHING;
  const which = first.query ? html` with <code>${first.query}</code>` : NOTHING;
  const more = others.map(({ thing }) => html` and its newest ${thing}`);
  return html`<p class="soft">Uses your newest ${first.thing}${which}${more}.${note ? ` ${note}` : ''}</p>`;
}

/** Who may call a route: the roles of keys, by how far they reach. */
function rolesPart({ roles }: Operation): Markup {
  const reaching = (reach: string, of: string): Markup[] => {
    const names = Object.keys(roles).filter((role) => roles[role] === reach);
    if (names.length === 0) return [];
    return [
      html`${joined(
        names.map((name) => html`<code>${name}</code>`),
        ', ',
      )}
      ${of}`,
    ];
  };
  const all = [...reaching('own', 'for their own tenant'), ...reaching('any', 'for all tenants')];
  return all.length === 0 ? NOTHING : html`<p class="soft roles">Roles: ${joined(all, '; ')}.</p>`;
}

function operationSection(operation: Operation, all: readonly Operation[]): Markup {
  const { id, method, path, summary, description, open, takesKey, parameters } = operation;
  const needs = open ? 'no key needed' : takesKey ? undefined : 'for whoever is signed in';
  const example = curlExample(operation, all);
  return html`<section class="operation" id="${id}">
    <h3>${summary}</h3>
    <p class="address">
      <span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code>${
        needs ? html` <span class="soft">${needs}</span>` : NOTHING
      }
    </p>
    ${description ? html`<p>${prose(description)}</p>` : NOTHING} ${rolesPart(operation)}
    ${
      parameters.length === 0
        ? NOTHING
        : html`<h4>Parameters</h4>
            <dl>${parameters.map((parameter) => parameterEntry(operation, parameter))}</dl>`
    }
    ${bodyPart(operation)}
    <h4>Responses</h4>
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
      <li><a href="#start">Getting started</a></li>
      <li><a href="#statuses">Order statuses</a></li>
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

/** The documentation as one HTML page, made from an OpenAPI description; `address` is the one of the server. */
export function renderDocs(description: Record<string, unknown>, address: string): string {
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
        <a class="skip" href="#content">Skip to content</a>
        <div class="page">
          <header>
            <h1>${info.title} API</h1>
            <p>
              ${info.description}
              <span class="soft"
                >Version ${info.version}. Machine-readable: <a href="/openapi.json">openapi.json</a>.</span
              >
            </p>
          </header>
          ${navigation(groups)}
          <main id="content">
            ${start(address)} ${statuses()}
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
export function docsRoutes(options: {
  description: Record<string, unknown>;
  /** Where clients reach this server, without a slash at its end. */
  addressOf: (req: Request) => string;
}): Router {
  const { description, addressOf } = options;
  // No address has such a character; the page is made once for all of them.
  const page = prepared(
    renderDocs(description, '\u0000').split('\u0000'),
    (address) => html`${address}`.text,
  );
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
  router.get('/docs', policy, (req, res) => {
    page.send(res.type('html'), addressOf(req));
  });
  const style = prepared([DOCS_STYLE], () => '');
  router.get('/docs/style.css', policy, (_req, res) => style.send(res.type('css'), ''));
  return router;
}
