import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { findUnstorable } from '../../domain/text/storable';
import { cutAtGrapheme } from '../../domain/text/text';
import type { CsvBody, Problem } from './csv-body';
import { ApiError } from './errors';
import { refuseNesting } from './nesting';

/** Largest request body, in the notation of Express; a batch of items may be larger, and one whose items are whole texts larger still. */
const LIMITS = { plain: '100kb', batch: '2mb', texts: '5mb' } as const;

/** How large the body of a route may be. */
export type BodySize = keyof typeof LIMITS;

const JSON_PARSERS: Record<BodySize, RequestHandler> = {
  plain: express.json({ limit: LIMITS.plain, strict: true, verify: refuseNesting }),
  batch: express.json({ limit: LIMITS.batch, strict: true, verify: refuseNesting }),
  texts: express.json({ limit: LIMITS.texts, strict: true, verify: refuseNesting }),
};
const CSV_PARSERS: Record<BodySize, RequestHandler> = {
  plain: express.text({ limit: LIMITS.plain, type: 'text/csv' }),
  batch: express.text({ limit: LIMITS.batch, type: 'text/csv' }),
  texts: express.text({ limit: LIMITS.texts, type: 'text/csv' }),
};

/**
 * Reads and parses the body of a request into `req.body`. Called when a route is sure to want it, so that whoever is refused costs no
 * parsing. Throws what the parser throws.
 */
export async function parseBody(
  req: Request,
  res: Response,
  { size, csv }: { size: BodySize; csv: boolean },
): Promise<void> {
  const parsers = [JSON_PARSERS[size], ...(csv ? [CSV_PARSERS[size]] : [])];
  for (const parser of parsers)
    await new Promise<void>((resolve, reject) => {
      void parser(req, res, (error?: unknown) => {
        if (error === undefined) resolve();
        else reject(error as Error);
      });
    });
}

/** A part of a request after its schema; throws what the client is told where it does not fit. */
export function check<S extends z.ZodType>(
  schema: S | undefined,
  value: unknown,
  where: string,
): z.output<S> {
  if (!schema) return undefined as z.output<S>;
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw invalid(
      where,
      parsed.error.issues.slice(0, 20).map((issue) => ({
        path: issue.path.map(String),
        message: issue.code === 'unrecognized_keys' ? unknownFields(issue.keys) : issue.message,
      })),
      sentenceForAll(parsed.error.issues),
    );
  const refused = findUnstorable(parsed.data);
  if (refused) throw invalid(where, [{ path: refused, message: UNSTORABLE }]);
  return parsed.data;
}

/** What a field's name looks like; what does not may be a value in the wrong place, such as a key. */
const FIELD_NAME = /^\w{1,32}$/;

/** Says that fields are unknown, by their names only where each looks like one. */
function unknownFields(names: readonly string[]): string {
  if (!names.every((name) => FIELD_NAME.test(name))) return 'Unrecognized key';
  const quoted = names.map((name) => `"${name}"`).join(', ');
  return cutAtGrapheme(`Unrecognized ${names.length === 1 ? 'key' : 'keys'}: ${quoted}`, 500);
}

/** Why a text is refused, whatever field it is in. */
const UNSTORABLE = 'must not contain null characters or half characters (lone surrogates)';

/** What a rule says that is told in place of the usual sentence, because clients know its words: one with the parameter `forAll`. */
function sentenceForAll(issues: readonly z.core.$ZodIssue[]): string | undefined {
  return issues.find((issue) => issue.code === 'custom' && issue.params?.['forAll'] === true)?.message;
}

/** The answer to a part of a request whose fields have problems; paths are given within the part. */
export function invalid(
  where: string,
  problems: Array<{ path: string[]; message: string }>,
  sentence = `The ${where} of the request is invalid.`,
): ApiError {
  return new ApiError('bad_request', sentence, {
    problems: problems.map(({ path, message }) => ({ field: [where, ...path].join('.'), problem: message })),
  });
}

/** A JSON body, where one is due. A body of another type is refused, not guessed at. */
function bodyOf(req: Request): unknown {
  if (
    req.headers['content-length'] === '0' ||
    (!req.headers['content-length'] && !req.headers['transfer-encoding'])
  )
    return {};
  if (!req.is('application/json'))
    throw new ApiError('unsupported_media_type', 'Send the body as application/json.');
  return req.body as unknown;
}

/** Reads and validates a body; what is wrong with a CSV is told by its lines. */
export function readBody<S extends z.ZodType>(
  schema: S,
  csv: CsvBody | undefined,
  req: Request,
): z.output<S> {
  if (!csv || !req.is('text/csv')) return check(schema, bodyOf(req), 'body');
  const { body, problems, fieldOf } = csv.read(typeof req.body === 'string' ? req.body : '');
  if (problems.length > 0) throw invalidBody(problems, BODY_SENTENCE);
  try {
    return check(schema, body, 'body');
  } catch (error) {
    const told = error instanceof ApiError ? (error.facts['problems'] as Problem[] | undefined) : undefined;
    if (!told) throw error;
    throw invalidBody(
      told.map(({ field, problem }) => ({ field: fieldOf(field), problem })),
      (error as ApiError).message,
    );
  }
}

const BODY_SENTENCE = 'The body of the request is invalid.';

function invalidBody(problems: Problem[], sentence: string): ApiError {
  return new ApiError('bad_request', sentence, { problems });
}
