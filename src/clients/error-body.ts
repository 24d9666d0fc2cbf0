import { parseJson } from './body';

/** What the body of an unsuccessful response says, as far as it says it in a way that any provider does. */
export interface ErrorBody {
  code?: string | undefined;
  type?: string | undefined;
  /** Codes of errors within the error. */
  inner?: string[];
  /** Name of the parameter that is refused. */
  param?: string | undefined;
  message?: string | undefined;
  /** True if a filter says so by a member of its own. */
  isFiltered?: true;
  /** True if the body is a JSON document. */
  isJson?: true;
  retryAfterSeconds?: number;
}

/** A JSON object, or an empty one for anything else. */
export function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}

/** Of each text in an error, as much is read, in UTF-16 units. */
const LONGEST = 4_000;

/** The value if it is a text, as far as errors are read. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, LONGEST) : undefined;
}

/** A provider's error code, where it is a word; free text has no place among the reasons. */
function machineWord(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : undefined;
}

/** The messages and fields of a list of validation errors, as some frameworks answer them. */
function validationOf(detail: unknown): { message?: string; param?: string } {
  if (!Array.isArray(detail)) return {};
  const entries = detail.slice(0, 5).map(record);
  const messages = entries.flatMap(({ msg }) => text(msg) ?? []);
  const [first] = entries.map(({ loc }) => (Array.isArray(loc) ? text(loc[1]) : undefined));
  return {
    ...(messages.length > 0 ? { message: messages.join(' ') } : {}),
    ...(first ? { param: first } : {}),
  };
}

/** The field that Replicate's validation names, such as `input.seed`. */
function invalidField(fields: unknown): string | undefined {
  const [first] = Array.isArray(fields) ? fields.map(record) : [];
  return text(first?.['field']);
}

/** Reads the error in the body of any provider; an HTML page or a truncated document says nothing but its text. */
export function readBody(body: string): ErrorBody {
  let parsed: Record<string, unknown>;
  try {
    parsed = record(parseJson(body));
  } catch {
    return {};
  }
  const error = record(parsed['error']);
  const innerError = record(error['innererror'] ?? error['inner_error']);
  const application = record(record(parsed['details'])['applicationError']);
  const metadata = record(error['metadata']);
  const validation = validationOf(parsed['detail']);
  const seconds = parsed['retry_after'];
  const isFiltered =
    'content_filter_result' in innerError || 'content_filter_result' in error || 'flagged_input' in metadata;
  return {
    isJson: true,
    code: machineWord(error['code']) ?? machineWord(application['code']) ?? machineWord(parsed['code']),
    type: machineWord(error['type']) ?? machineWord(parsed['type']),
    inner: [innerError['code'], metadata['error_code']].flatMap((word) => machineWord(word) ?? []),
    param:
      text(error['param']) ??
      text(parsed['param']) ??
      validation.param ??
      invalidField(parsed['invalid_fields']),
    message:
      text(error['message']) ??
      text(parsed['error']) ??
      text(parsed['message']) ??
      text(parsed['detail']) ??
      validation.message,
    ...(isFiltered ? { isFiltered } : {}),
    ...(typeof seconds === 'number' ? { retryAfterSeconds: seconds } : {}),
  };
}

/** What an error says in words, without anything that it may quote of a request; the body as it is where it is no JSON. */
export function messageOf(body: string): string {
  const { isJson, code, param, message } = readBody(body);
  return isJson
    ? [code, param, message].filter((part) => part !== undefined).join(' ')
    : body.slice(0, 2_000);
}

/** Codes with which filters and models refuse what they are asked for, by the names that providers give them. */
const FLAGGED_CODE =
  /invalid_prompt|content_?(?:policy|filter|management|moderation|blocked)|moderation|responsible_?ai|policy_?violation|safety|sensitive|prohibited_?content|data_?inspection|flagged|nsfw/i;

/** How they say it where there is no such code. */
const FLAGGED_MESSAGE =
  /\bflagged\b|content (?:management )?policy|usage polic(?:y|ies)|safety system|sensitive (?:content|words|information)|inappropriate content|\bNSFW\b|\(E005\)/i;

/** The reason for which a prompt was refused by what it says; undefined if that is not what an error is about. */
export function flaggedFor(error: ErrorBody, status: number): string | undefined {
  const { code, type, inner = [], message, isFiltered } = error;
  const word = [code, ...inner, type].find((one) => one !== undefined && FLAGGED_CODE.test(one));
  if (word) return word;
  if (isFiltered) return 'content_filter';
  return status === 451 || FLAGGED_MESSAGE.test(message ?? '') ? 'content_policy' : undefined;
}

/** Whether a prompt and its answer are longer than what the model takes at once. */
export function exceedsContext({ code, type, message }: ErrorBody): boolean {
  const words = [code, type];
  return (
    words.includes('context_length_exceeded') ||
    words.includes('exceed_context_size_error') ||
    /maximum context length|available context size/i.test(message ?? '')
  );
}

/** Codes that say that we ask in a way the model does not take, whatever the order. */
const SETUP_CODE =
  /^(?:unsupported_(?:parameter|value|model|api_version)|unknown_parameter|invalid_(?:json_schema|api_version|model)|model_not_supported|operation_?not_?supported|missing_required_parameter)$/i;

/** Parameters that hold what an order says; all others are the same for each order. */
const OF_ORDER = /^(?:(?:messages|prompt)(?:$|[.[])|input(?:\.prompt)?$)/;

/** Parameters of ours, as messages name them. */
const OUR_PARAMETER =
  /response_format|json_?schema|max_(?:completion_)?tokens|(?:unsupported|unknown|unrecognized|unexpected) (?:request )?(?:parameter|argument|field)|additional propert|extra (?:fields|inputs)|failed to parse grammar/i;

/** Whether a server failed because it cannot make answers of the shape that is asked for. */
export function refusesFormat({ message = '' }: ErrorBody): boolean {
  return /failed to parse grammar|response_format|json_?schema/i.test(message);
}

/** That a model does not exist, by its code or in words. */
const NO_MODEL = /model_?not_?found|deployment_?not_?found|model_?decommissioned|model_?terminated/i;
const NO_MODEL_MESSAGE =
  /\b(?:model|deployment|engine|version)\b.*(?:not (?:be )?found|not exist|no longer|decommissioned|deprecated|not permitted)|no such model|unknown model|requested resource could not be found/i;

/**
 * What of our configuration is wrong for every order: the model, the address, or a parameter. Undefined if an error is about the
 * request alone.
 */
export function wrongSetup(error: ErrorBody, status: number): string | undefined {
  const { code, type, inner = [], param, message = '', isJson } = error;
  if ([code, type, ...inner].some((word) => word !== undefined && NO_MODEL.test(word)))
    return 'model_not_found';
  if (status === 410 || (isJson && NO_MODEL_MESSAGE.test(message))) return 'model_not_found';
  if (status === 404 || status === 405 || (status >= 300 && status < 400)) return 'endpoint_not_found';
  if (param === 'model') return 'model_not_found';
  if (code !== undefined && SETUP_CODE.test(code)) return 'parameter_refused';
  if (param !== undefined && param !== '') return OF_ORDER.test(param) ? undefined : 'parameter_refused';
  return OUR_PARAMETER.test(message) ? 'parameter_refused' : undefined;
}
