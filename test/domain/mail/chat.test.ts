import { ADMIN_ALERTS } from '../../../src/contract/mail';
import { renderChatAlert } from '../../../src/domain/mail/chat';
import { renderMail } from '../../../src/domain/mail/render';

const baseUrl = 'https://galley.example';
const FACTS = {
  account: 'openai',
  model: '',
  reason: 'quota',
  orderId: 'an-order',
  orderKind: 'article',
  articleId: 'an-article',
};

test.each(ADMIN_ALERTS)('%s is said in the words of its mail, with its link', (alert) => {
  const facts = { alert, ...FACTS };
  const said = renderChatAlert({ facts, baseUrl });
  const mailed = renderMail({ kind: 'admin_alert', locale: 'en', facts, baseUrl }).text;
  const [heading, ...lines] = said.split('\n');
  expect(mailed).toContain(/^\*(.+)\*$/.exec(heading!)![1]!);
  for (const line of lines.slice(0, -1)) expect(mailed).toContain(line);
  const [, url, label] = /^<(\S+)\|(.+)>$/.exec(lines.at(-1)!)!;
  expect(mailed).toContain(`${label}:\n${url}`);
});

test('an alert of a newer version says that something needs attention', () => {
  expect(renderChatAlert({ facts: { alert: 'of_tomorrow' }, baseUrl })).toContain('*Attention needed*');
});

test('signs that have a meaning in chats are escaped', () => {
  const facts = { ...FACTS, alert: 'account_closed', account: '<@U123>', reason: 'a & b' };
  const said = renderChatAlert({ facts, baseUrl });
  expect(said).toContain('*&lt;@U123&gt; refuses our requests*');
  expect(said).toContain('Reason: a &amp; b.');
});
