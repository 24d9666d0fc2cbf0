import { Router } from 'express';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Permission } from '../../domain/tenants/permissions';
import { sessionHashOf } from '../tenants/session-cookie';
import { assertMayStillRead, authorise, narrowToTenant } from './auth';
import { check, parseBody, readBody } from './body';
import type { BodySize } from './body';
import type { CsvBody } from './csv-body';
import { ApiError } from './errors';
import { noteAnswer } from './member-log';
import { inShare } from './share';

type Method = 'get' | 'post' | 'patch' | 'delete';

/** One way in which a route answers. */
export interface AnswerSpec {
  description: string;
  schema?: z.ZodType;
  /** `application/json` where left out. */
  contentType?: string;
  /** Further content types that the client may ask for, with what they hold. */
  also?: Readonly<Record<string, z.ZodType>>;
  /** Headers that the answer always has, by name, with what they say. */
  headers?: Readonly<Record<string, string>>;
  /**
   * What the answer names: routes below `path` can be called with these values of their parameters. Values are runtime expressions of
   * OpenAPI, such as `$response.body#/id`.
   */
  leadsTo?: ReadonlyArray<{ path: string; parameters: Readonly<Record<string, string>> }> | undefined;
}

/** What a route takes and gives: the same schemas validate requests and make the published description. */
export interface RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method: Method;
  /** In Express' notation, e.g. `/api/things/:id`. */
  path: string;
  /** A short title, such as "Create page". */
  summary: string;
  /** One line of prose below it. */
  description: string;
  /** What a key needs. Open routes need no key; `session` needs somebody who is signed in, whom the handler looks up itself. */
  permission: Permission | 'open' | 'session';
  params?: P;
  /** With a `tenantId` in it, the route is confined to that tenant; one that is not there for the caller is not found. */
  query?: Q;
  body?: B;
  /** How the body may also be sent as `text/csv`. */
  csv?: CsvBody;
  /** How large the body may be; `plain` where left out. */
  bodySize?: BodySize;
  /** Stands around everything from the body on: it may refuse before anything is read, or make a request wait. */
  guard?: (request: { req: Request; res: Response }, work: () => Promise<void>) => Promise<void>;
  /** True for a stream: it does not count among the requests of its tenant that are under way. */
  endless?: true;
  /** True where a client may send `Idempotency-Key`. */
  idempotent?: boolean;
  /** Headers that the route reads, by name. */
  headers?: Readonly<Record<string, { description: string; schema: z.ZodType }>>;
  answers: Record<number, AnswerSpec>;
}

/** A route of any shape. */
export type AnySpec = RouteSpec<z.ZodType, z.ZodType, z.ZodType>;

/** What a handler gets, validated. */
export interface Validated<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  req: Request;
  res: Response;
}

/** What a handler answers: a JSON value, or a text or bytes of another type. */
export type RouteAnswer = { status: number; headers?: Record<string, string> } & (
  { json: unknown } | { text: string | Buffer; type: string }
);

function send(res: Response, answer: RouteAnswer): void {
  res.status(answer.status).set(answer.headers ?? {});
  if ('text' in answer) res.type(answer.type).send(answer.text);
  else {
    noteAnswer(res, answer.json);
    res.json(answer.json);
  }
}

/** Throws where nobody can be signed in, as there is no session at all. */
function assertSession(req: Request): void {
  if (sessionHashOf(req) === undefined) throw new ApiError('unauthorized', 'Not signed in.');
}

/** A router whose routes are validated and described by the same schemas. */
export class DescribedRouter {
  readonly router = Router();
  readonly specs: AnySpec[] = [];

  /**
   * Adds a route. What the handler returns is sent with `status`, unless it has answered itself. Nothing of a body is read before its
   * sender is known to be permitted what it asks for.
   */
  route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
    spec: RouteSpec<P, Q, B>,
    handler: (input: Validated<z.output<P>, z.output<Q>, z.output<B>>) => Promise<RouteAnswer | void>,
  ): void {
    this.specs.push(spec);
    this.router[spec.method](spec.path, async (req, res) => {
      if (spec.permission === 'session') assertSession(req);
      else if (spec.permission !== 'open') authorise(res, spec.permission);
      const params = check(spec.params, req.params, 'path');
      const query = check(spec.query, req.query, 'query');
      const work = async (): Promise<void> => {
        if (spec.body)
          await parseBody(req, res, { size: spec.bodySize ?? 'plain', csv: spec.csv !== undefined });
        const body = spec.body ? readBody(spec.body, spec.csv, req) : (undefined as z.output<B>);
        const handle = async () => {
          // Whoever has waited long for its turn may have lost its key meanwhile.
          await assertMayStillRead(res);
          await narrowToTenant(res, query);
          return handler({ params, query, body, req, res });
        };
        const answer = await (spec.endless ? handle() : inShare(res, handle));
        if (res.headersSent) return;
        // What has changed something is told so in any case.
        if (spec.method === 'get') await assertMayStillRead(res);
        if (answer) send(res, answer);
      };
      await (spec.guard ? spec.guard({ req, res }, work) : work());
    });
  }
}
