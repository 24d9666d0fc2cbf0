/** Replicate's code for an input or output that was flagged. */
const FLAGGED_CODE = /\bE005\b/i;

/** Any other code of Replicate's, which says what went wrong instead. */
const OTHER_CODE = /\bE(?!005\b)\d{3,4}\b/;

/** What is said of broken machines and invalid values, some of it in passing about the filter itself. */
const TECHNICAL =
  /out of memory|\bOOM\b|\bCUDA\b|time[d ]?[ -]?out|deadline|(?:service|server|checker|filter|moderation|model)(?: is)?(?: temporarily| currently)? (?:unavailable|overloaded)|(?:failed|unable|could not|cannot|can't|error) (?:to )?(?:load|loading|download|downloading|initiali[sz]e|connect|import)|\bTraceback\b|ModuleNotFound|No such file|throttled|rate limit|must be (?:one of|a |an |less|greater|between|true|false|<|>)|is not (?:a )?valid|(?:un)?expected (?:type|value|keyword)|safety_tolerance/i;

/** What is said of an account instead of a picture. */
const ABOUT_ACCOUNT = /\b(?:account|organi[sz]ation|billing|api key|api token|subscription)\b/i;

/** How providers say that a prompt or a picture was refused for what it shows. */
const FLAGGED: readonly RegExp[] = [
  /\bNSFW\b|\bnot[ -]safe[ -]for[ -]work\b/i,
  /(?<!\b(?:case|time|latency|price|accent|locale|data)[ -])(?<![\w-])sensitive\b/i,
  /\bflagged\b/i,
  /(?<!\w)safety[ _-]*(?:checker|check|filter|system|polic(?:y|ies)|guideline|violation|setting|reason|classifier)/i,
  /\bcontent[ _-]*(?:polic(?:y|ies)|filter(?:ed|s|ing)?|moderat(?:ed|ion)|guidelines?|restrictions?|violation)(?![a-z])/i,
  /\bmoderat(?:ed|ion)\b/i,
  /\b(?:usage|use|community|responsible ai|acceptable use)[ _-]+(?:polic(?:y|ies)|guidelines?)(?![a-z])/i,
  /\bviolat\w+\b.{0,60}\b(?:polic(?:y|ies)|guidelines?|terms)\b|\bpolicy[ _]violation\b/i,
  /\b(?:inappropriate|explicit|prohibited|harmful|unsafe|disallowed|offensive|forbidden|objectionable)[ _](?:content|material|images?|prompts?|words?|terms?|output|input)(?![a-z])/i,
  /\bnudity\b|\bsexual(?:ly)?\b/i,
];

/** Of what a provider says, as much is read from its beginning and from its end, in UTF-16 units: logs say last what went wrong. */
const READ_LENGTH = 5_000;

function shortened(words: string): string {
  return words.length <= 2 * READ_LENGTH
    ? words
    : `${words.slice(0, READ_LENGTH)}\n${words.slice(-READ_LENGTH)}`;
}

/**
 * Whether a provider's words say that it refuses to show a picture, in contrast to having failed at it. `prompt` is what was asked
 * for, which errors quote.
 */
export function saysFlagged(words: string, prompt = ''): boolean {
  const read = shortened(words);
  const asked = prompt.slice(0, READ_LENGTH);
  const said = asked.trim() === '' ? read : read.replaceAll(asked, '').replaceAll(asked.trim(), '');
  if (FLAGGED_CODE.test(said)) return true;
  if (OTHER_CODE.test(said) || TECHNICAL.test(said) || ABOUT_ACCOUNT.test(said)) return false;
  return FLAGGED.some((pattern) => pattern.test(said));
}

const DEEPEST = 4;

/** All texts in a JSON value, one a line. */
export function textsIn(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object' || depth > DEEPEST) return '';
  return Object.values(value)
    .map((inner) => textsIn(inner, depth + 1))
    .filter((text) => text !== '')
    .join('\n');
}
