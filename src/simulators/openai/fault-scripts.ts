import type { FaultAction, FaultRule, FaultScripts } from '../core/fault-types';

/** What happens to every request of a kind: `any`, `content` (the text of a post) and so on. */
function always(kind: string, action: FaultAction): FaultRule {
  return { provider: 'openai', kind, times: -1, action };
}

const respond = (status: number, body: unknown, headers?: Record<string, string>): FaultAction => ({
  type: 'respond',
  status,
  body,
  ...(headers ? { headers } : {}),
});

const refusedParameter = (param: string, instead?: string): FaultAction =>
  respond(400, {
    error: {
      message: `Unsupported parameter: '${param}' is not supported with this model.${instead ? ` Use '${instead}' instead.` : ''}`,
      type: 'invalid_request_error',
      param,
      code: 'unsupported_parameter',
    },
  });

/** The kinds of texts that readers see. */
const inTexts = (action: FaultAction): FaultRule[] => [
  always('content', action),
  always('component', action),
  always('text', action),
];

const azureFilter = {
  error: {
    message:
      "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.",
    type: null,
    param: 'prompt',
    code: 'content_filter',
    status: 400,
    innererror: {
      code: 'ResponsibleAIPolicyViolation',
      content_filter_result: { violence: { filtered: true, severity: 'medium' } },
    },
  },
};

const refusal = (status: number, code: string, message: string): FaultAction =>
  respond(status, { error: { message, type: 'invalid_request_error', param: null, code } });

/** What model providers were seen to answer. Texts are those of posts and of the components of pages. */
export const OPENAI_FAULT_SCRIPTS: FaultScripts = {
  'text-null-character': {
    title: '1. A text holds a null character and half a character, which databases refuse',
    rules: inTexts({ type: 'rewrite', append: 'A caf\u0000e table \ud83d for two.' }),
  },
  'text-marks': {
    title: '2. A text holds marks that are no Markdown to its writer',
    rules: inTexts({
      type: 'rewrite',
      append: 'Wait 5~7 seconds at 90~95 degrees. 这是**“很好”**的。Note 3 * 4 * 5 and snake_case_names.',
    }),
  },
  'text-other-apostrophe': {
    title: "3. A text writes the keyword with other apostrophes and invisible characters (order: men's …)",
    rules: [
      ...(['ideas', 'content', 'component'] as const).map((kind) =>
        always(kind, {
          type: 'rewrite',
          replace: [
            ["'", '’'],
            ['rain jacket', 'rain\u00a0jacket'],
          ],
        }),
      ),
    ],
  },
  'text-spreadsheet': {
    title: '4. Texts hold what tables are torn apart by: quotes, semicolons, a formula',
    rules: [always('ideas', { type: 'rewrite', replace: [[' and ', '; 15" =SUM(1;2) ']] })],
  },
  'prompt-refused': {
    title: '7. A prompt is refused with 400 invalid_prompt',
    rules: [
      always(
        'content',
        refusal(
          400,
          'invalid_prompt',
          'Invalid prompt: your prompt was flagged as potentially violating our usage policy.',
        ),
      ),
    ],
  },
  'prompt-against-policy': {
    title: '7. A prompt is refused with 400 content_policy_violation',
    rules: [
      always(
        'ideas',
        refusal(
          400,
          'content_policy_violation',
          'Your request was rejected as a result of our safety system.',
        ),
      ),
    ],
  },
  'prompt-filtered': {
    title: "7. A prompt is refused by Azure's content filter, with an innererror",
    rules: [always('content', respond(400, azureFilter))],
  },
  'prompt-moderated': {
    title: '7. A prompt is refused with 400 moderation_blocked',
    rules: [
      always(
        'content',
        refusal(400, 'moderation_blocked', 'Your request was rejected by the safety system.'),
      ),
    ],
  },
  'model-missing': {
    title: '8. The model does not exist (404 model_not_found)',
    rules: [
      always(
        'content',
        refusal(404, 'model_not_found', 'The model `gpt-4o` does not exist or you do not have access to it.'),
      ),
    ],
  },
  'parameter-refused': {
    title: '8. The model refuses max_completion_tokens, whatever is sent instead',
    rules: [always('content', refusedParameter('max_completion_tokens', 'max_tokens'))],
  },
  'format-refused': {
    title: '8. The model refuses response_format, whatever is sent instead',
    rules: [always('content', refusedParameter('response_format'))],
  },
  'base-path-wrong': {
    title: '8. The base address is wrong: 404 with a page',
    rules: [
      always(
        'any',
        respond(404, '<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>', {
          'content-type': 'text/html; charset=utf-8',
        }),
      ),
    ],
  },
  'content-in-parts': {
    title: '9. The content is a list of text parts',
    rules: [always('any', { type: 'parts' })],
  },
  'content-a-number': {
    title: '9. The content is a number',
    rules: [always('content', { type: 'answer', message: { content: 42 } })],
  },
  'choices-null': {
    title: '9. The choices are null',
    rules: [always('content', { type: 'answer', completion: { choices: null } })],
  },
  'choices-object': {
    title: '9. The choices are an object',
    rules: [always('content', { type: 'answer', completion: { choices: { 0: { message: {} } } } })],
  },
  'page-with-200': {
    title: '9. A page instead of an answer, with status 200',
    rules: [always('content', { type: 'html' })],
  },
  'error-with-200': {
    title: '9. An error with status 200',
    rules: [always('content', respond(200, { error: { message: 'Provider returned error', code: 502 } }))],
  },
  'other-interface': {
    title: '9. The JSON of another interface, with status 200',
    rules: [
      always(
        'content',
        respond(200, {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          content: [{ type: 'text', text: '{}' }],
        }),
      ),
    ],
  },
  'usage-missing': {
    title: '10. Answers do not say what they used up',
    rules: [always('any', { type: 'answer', completion: { usage: undefined } })],
  },
  'usage-odd': {
    title: '10. Answers count negative and huge numbers of tokens',
    rules: [
      always('any', {
        type: 'answer',
        completion: { usage: { prompt_tokens: -5, completion_tokens: 9e15, total_tokens: 'many' } },
      }),
    ],
  },
  'choices-empty': {
    title: '11. Every answer is paid for and has no choices',
    rules: [always('content', { type: 'emptyChoices' })],
  },
  'answer-no-json': {
    title: '11. Every answer is paid for and is a sentence instead of JSON',
    rules: [always('content', { type: 'flaw', flaw: 'not_json' })],
  },
  'review-unreadable': {
    title: '11. Every review is paid for and cannot be read',
    rules: [always('quality', { type: 'content', content: 'I like it.' })],
  },
  'text-html': {
    title: '13. A text holds a table and a paragraph in HTML',
    rules: inTexts({
      type: 'rewrite',
      append:
        '<table><tr><th>Size</th><th>Weight</th></tr><tr><td>Small</td><td>Two kilos</td></tr></table>\n\n<p>Measured at home.</p>',
    }),
  },
  'text-links': {
    title: '18. A text links to this machine and to a look-alike host',
    rules: inTexts({
      type: 'rewrite',
      append: 'See [the settings](http://127.0.0.1/admin) or [the shop](https://www.аpple.com/kettle).',
    }),
  },
  'link-obeys-notes': {
    title: "25. A model does what a customer's notes or an article tell it, and links to where they say",
    rules: [
      always('link', { type: 'flaw', flaw: 'obeys_notes' }),
      always('article', { type: 'flaw', flaw: 'obeys_notes' }),
    ],
  },
  'text-obeys-material': {
    title: '25. A model does what a topic, a keyword, a trend or a source tells it',
    rules: [always('text', { type: 'flaw', flaw: 'obeys_notes' })],
  },
  'text-refused': {
    title: '6. A model refuses to write a text',
    rules: [always('text', { type: 'refusal', text: 'I cannot help with that.' })],
  },
  'text-cut-off': {
    title: '5. A text is cut off',
    rules: [always('text', { type: 'finish', reason: 'length', content: 'half' })],
  },
  'link-wrong-anchor': {
    title: '25. A sentence for a link does not hold its text',
    rules: [always('link', { type: 'flaw', flaw: 'wrong_anchor' })],
  },
  'link-cut-off': {
    title: '5. A proposal for a link is cut off',
    rules: [always('link', { type: 'finish', reason: 'length', content: 'half' })],
  },
  'link-unreadable': {
    title: '7. A proposal for a link is a sentence instead of JSON',
    rules: [always('link', { type: 'flaw', flaw: 'not_json' })],
  },
  'link-refused': {
    title: '6. A model refuses to put a link in',
    rules: [always('link', { type: 'refusal', text: 'I cannot help with that.' })],
  },
};
