// Reads the live stream and records its events.

/** Listens to the stream with a key. Returns the events received (name, data, time in milliseconds) and `stop()`. */
export async function listen(url, key) {
  const events = [];
  const abort = new AbortController();
  const response = await fetch(`${url}/api/events`, {
    headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream' },
    signal: abort.signal,
  });
  const read = (async () => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      rest += decoder.decode(chunk, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        const name = /^event: ?(.*)$/m.exec(block)?.[1];
        const data = /^data: ?(.*)$/m.exec(block)?.[1];
        if (name) events.push({ name, data: data ? JSON.parse(data) : null, at: performance.now() });
      }
    }
  })().catch(() => undefined);
  return {
    events,
    async stop() {
      abort.abort();
      await read;
    },
  };
}
