import { APIConnectionError, AuthenticationError, RateLimitError } from 'openai';
import type { Simulators } from '../../src/simulators/options';
import { goDuration } from '../../src/simulators/openai/rate-limits';
import { chatBody, openAiOf, startFast } from './clients';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startFast();
});
afterAll(() => simulators.stop());
afterEach(() => simulators.control.reset());

describe('chat completions through the official client', () => {
  it('answers a one-token probe with the complete format and rate-limit headers', async () => {
    const { data, response } = await openAiOf(simulators)
      .chat.completions.create(chatBody(undefined, 'ping', 1))
      .withResponse();
    expect(data).toMatchObject({ object: 'chat.completion', model: 'gpt-5-mini' });
    expect(data.choices[0]).toMatchObject({
      index: 0,
      logprobs: null,
      message: { role: 'assistant', refusal: null },
    });
    expect(data.usage?.total_tokens).toBe(data.usage!.prompt_tokens + data.usage!.completion_tokens);
    for (const name of ['limit', 'remaining', 'reset'])
      for (const what of ['requests', 'tokens'])
        expect(response.headers.get(`x-ratelimit-${name}-${what}`)).toBeTruthy();
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
  });

  it('returns five different ideas and avoids titles to avoid', async () => {
    const ask = async (more: string) => {
      const answer = await openAiOf(simulators).chat.completions.create(
        chatBody('blog_ideas', `Store: S\nSubject: Harbour Hand Grinder\nLanguage: en\n${more}`),
      );
      return (
        JSON.parse(answer.choices[0]!.message.content!) as { ideas: { title: string; outline: string[] }[] }
      ).ideas;
    };
    const ideas = await ask('');
    expect(ideas).toHaveLength(5);
    expect(new Set(ideas.map((idea) => idea.title)).size).toBe(5);
    for (const idea of ideas) {
      expect(idea.outline.length).toBeGreaterThanOrEqual(4);
      expect(idea.outline.length).toBeLessThanOrEqual(6);
    }
    const again = await ask(`Avoid titles:\n${ideas.map((idea) => `- ${idea.title}`).join('\n')}`);
    for (const idea of again) expect(ideas.map((earlier) => earlier.title)).not.toContain(idea.title);
  });

  it('gives a clean draft good scores and quotes an obvious flaw', async () => {
    const review = async (draft: string) =>
      JSON.parse(
        (
          await openAiOf(simulators).chat.completions.create(
            chatBody('draft_review', `Title: T\nDraft:\n${draft}`),
          )
        ).choices[0]!.message.content!,
      ) as { scores: Record<string, number>; findings: { quote: string; severity: string }[] };
    const clean = await review('A calm text.\n\nTitle: not a label here.');
    expect(clean.findings).toEqual([]);
    expect(Object.keys(clean.scores)).toEqual([
      'accuracy',
      'usefulness',
      'structure',
      'language',
      'brand_fit',
    ]);
    expect(Math.min(...Object.values(clean.scores))).toBeGreaterThanOrEqual(7);
    const flawed = await review('Fine. This product cures all diseases. Fine.');
    expect(flawed.scores.accuracy).toBeLessThan(5);
    expect(flawed.findings[0]).toMatchObject({
      severity: 'blocking',
      criterion: 'accuracy',
      quote: 'This product cures all diseases.',
    });
  });

  it('truncates at the token limit', async () => {
    const answer = await openAiOf(simulators).chat.completions.create(
      chatBody('blog_post', 'Subject: watering can\nWords: 900', 200),
    );
    expect(answer.choices[0]!.finish_reason).toBe('length');
    expect(answer.usage!.completion_tokens).toBe(200);
    expect(() => JSON.parse(answer.choices[0]!.message.content!) as unknown).toThrow();
  });

  it('rejects missing and bad keys, bad bodies and prompts beyond the context', async () => {
    await expect(
      openAiOf(simulators, 'sk-bad').chat.completions.create(chatBody(undefined, 'x')),
    ).rejects.toMatchObject({
      status: 401,
      code: 'invalid_api_key',
    });
    await expect(openAiOf(simulators, 'sk-bad').models.list()).rejects.toBeInstanceOf(AuthenticationError);
    const bare = await fetch(`${simulators.openaiUrl}/models`);
    expect(bare.status).toBe(401);
    const broken = await fetch(`${simulators.openaiUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-x' },
      body: '{"model":',
    });
    expect(broken.status).toBe(400);
    await expect(
      openAiOf(simulators).chat.completions.create(chatBody(undefined, 'word '.repeat(330_000))),
    ).rejects.toMatchObject({ status: 400, code: 'context_length_exceeded' });
    const models = await openAiOf(simulators).models.list();
    expect(models.data.map((model) => model.id)).toContain('gpt-5-mini');
  });

  it('records requests without the key, and whether the client disconnected', async () => {
    simulators.control.addFault({ provider: 'openai', action: { type: 'hang' } });
    const leaving = openAiOf(simulators).chat.completions.create(chatBody(undefined, 'x'), { timeout: 60 });
    await expect(leaving).rejects.toBeInstanceOf(APIConnectionError);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await openAiOf(simulators).chat.completions.create(chatBody('blog_ideas', 'Subject: tea'));
    const records = simulators.control.requests({ provider: 'openai' });
    expect(records.map((record) => [record.kind, record.answered])).toEqual([
      ['completion', 'aborted'],
      ['ideas', 200],
    ]);
    expect(records[1]).toMatchObject({
      finishReason: 'stop',
      chargedTokens: 8000,
      body: { model: 'gpt-5-mini' },
    });
    expect(JSON.stringify(records)).not.toContain('sk-test');
    expect(simulators.control.requests({ since: records[0]!.n })).toHaveLength(1);
    expect(simulators.control.requests({ kind: 'ideas' })).toHaveLength(1);
  });
});

describe('limits of the account', () => {
  it('are enforced for requests and tokens, named in the error, and refill', async () => {
    const limited = await startFast({ openai: { rpm: 60, tpm: 60_000, burstSeconds: 4 } });
    try {
      const client = openAiOf(limited);
      const refused = async (maxTokens: number) =>
        (await client.chat.completions.create(chatBody(undefined, 'x', maxTokens)).then(
          () => undefined,
          (error: unknown) => error,
        )) as RateLimitError | undefined;
      expect(await refused(3900)).toBeUndefined();
      const tokens = (await refused(3900))!;
      expect(tokens).toBeInstanceOf(RateLimitError);
      expect(tokens).toMatchObject({ status: 429, code: 'rate_limit_exceeded', type: 'tokens' });
      expect(tokens.message).toMatch(
        /TPM\): Limit 60000, Used \d+, Requested 3900\. Please try again in [\d.]+m?s\./,
      );
      expect(Number(tokens.headers!.get('retry-after-ms'))).toBeGreaterThan(0);
      expect((await refused(70_000))!.message).toMatch(/^429 Request too large/);
      await refused(1);
      const requests = (await refused(1))!;
      expect(requests).toMatchObject({ status: 429, type: 'requests' });
      await new Promise((resolve) =>
        setTimeout(resolve, Number(requests.headers!.get('retry-after-ms')) + 20),
      );
      expect(await refused(1)).toBeUndefined();
    } finally {
      await limited.stop();
    }
  });

  it('grow with the speed', async () => {
    const fast = await startFast({ speed: 10, openai: { rpm: 60, tpm: 60_000 } });
    const { response } = await openAiOf(fast)
      .chat.completions.create(chatBody(undefined, 'x', 1))
      .withResponse();
    expect(response.headers.get('x-ratelimit-limit-requests')).toBe('600');
    expect(response.headers.get('x-ratelimit-limit-tokens')).toBe('600000');
    await fast.stop();
  });

  it("are reported as durations in Go's format", () => {
    expect([0, 20, 1000, 1500, 360_000, 5_400_000].map(goDuration)).toEqual([
      '0s',
      '20ms',
      '1s',
      '1.5s',
      '6m0s',
      '1h30m0s',
    ]);
  });
});
