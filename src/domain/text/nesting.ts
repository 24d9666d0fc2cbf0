const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Whether brackets in a JSON text are nested deeper than `levels`, or there are more than `values` commas and colons. One pass, before
 * anything is parsed; brackets in strings do not count. Says nothing of a text that is no JSON.
 */
export function isTooNested(json: string, { levels, values }: { levels: number; values?: number }): boolean {
  let [depth, count, isString] = [0, 0, false];
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (isString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) isString = false;
    } else if (code === QUOTE) isString = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > levels) return true;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
    else if ((code === COMMA || code === COLON) && ++count > (values ?? Number.POSITIVE_INFINITY))
      return true;
  }
  return false;
}
