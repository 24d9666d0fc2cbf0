import { Theme } from '@radix-ui/themes';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'react-intl';
import { MemoryRouter } from 'react-router';
import { en } from '../../src/panel/messages/en';

// The panel reads its server's address when it is loaded.
Object.assign(globalThis, { location: { origin: 'http://127.0.0.1' } });

test('a note has its row in the lists of the panel, with a link, its status and why it failed', async () => {
  const { kindNamed, KIND_LIST } = await import('../../src/panel/kinds');
  const kind = kindNamed('note')!;
  expect(KIND_LIST.map(({ name }) => en[name])).toContain('Notes');
  const order = {
    ...{
      id: '0b8f3a52-6d8e-4a53-9d0c-0a6f4f6f0001',
      title: 'morning light',
      status: 'FAILED',
      phase: 'failed' as const,
    },
    ...{ priority: 5, waiting: null, may: ['retry'], createdAt: '2026-01-02T03:04:05.000Z', startedAt: null },
    ...{ error: 'The text did not pass.', errorType: 'Draft.Rejected' },
  };
  const html = renderToStaticMarkup(
    <IntlProvider locale="en" messages={en}>
      <QueryClientProvider client={new QueryClient()}>
        <Theme>
          <MemoryRouter>{kind.row!(order, kind)}</MemoryRouter>
        </Theme>
      </QueryClientProvider>
    </IntlProvider>,
  );
  expect(html).toContain(`href="/notes/${order.id}"`);
  expect(html).toContain('morning light');
  expect(html).toContain('Failed');
});
