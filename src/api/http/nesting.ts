import { isTooNested } from '../../domain/text/nesting';
import { ApiError } from './errors';

/** Levels and values of the largest request that any route takes, many times over. */
const LIMITS = { levels: 32, values: 100_000 } as const;

/** Refuses a JSON body that is nested deeper, or has more values, than any request; before it is parsed. For Express' `verify`. */
export function refuseNesting(_req: unknown, _res: unknown, body: Buffer): void {
  if (isTooNested(body.toString('latin1'), LIMITS))
    throw new ApiError('bad_request', 'The request body is nested too deeply, or has too many values.');
}
