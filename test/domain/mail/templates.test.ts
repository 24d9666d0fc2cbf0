import { Parser } from 'htmlparser2';
import { MAIL_KINDS, MAIL_LOCALES } from '../../../src/contract/mail';
import type { MailKind, MailLocale } from '../../../src/contract/mail';
import { renderMail } from '../../../src/domain/mail/render';

const TOKEN = 'a'.repeat(43);
const UNSUBSCRIBE = `https://galley.example/api/mail/unsubscribe/${'b'.repeat(43)}`;

/** Facts of every template, each with the same word. */
const factsWith = (word: string): Record<string, string | number> => ({
  ...{ orderId: '4f0c1f6e-0000-4000-8000-000000000000', orderKind: 'blog', store_pick: 2, store_failed: 9 },
  ...{ alert: 'account_closed', account: 'openai' },
  ...Object.fromEntries(
    [
      ...['title', 'store', 'tenantName', 'amount', 'reason', 'model', 'status', 'placed'],
      ...['store_pick.1', 'store_pick.2', 'error_summary.1', 'error_summary.2'],
    ].map((name) => [name, word]),
  ),
});

const render = (kind: MailKind, locale: MailLocale, facts = factsWith('Patient Kettles')) =>
  renderMail({
    kind,
    locale,
    facts,
    secret: TOKEN,
    unsubscribeUrl: UNSUBSCRIBE,
    baseUrl: 'https://galley.example',
  });

const VOID = ['meta'];
const ALLOWED = ['html', 'head', 'meta', 'title', 'style', 'body', 'div', 'h1', 'h2', 'p', 'a', 'ul', 'li'];

interface Read {
  problems: string[];
  links: string[];
  text: string;
  lang: string | undefined;
}

/** Reads HTML as strictly as can be: every element is known and closed where it was opened, and nothing is loaded from elsewhere. */
function read(html: string): Read {
  const open: string[] = [];
  const found: Read = { problems: [], links: [], text: '', lang: undefined };
  const parser = new Parser(
    {
      onopentag(name, attributes, isImplied) {
        if (isImplied || !ALLOWED.includes(name)) found.problems.push(`opens ${name}`);
        if (name === 'html') found.lang = attributes['lang'];
        for (const attribute of Object.keys(attributes))
          if (/^on|^src|^style$|^background$/i.test(attribute)) found.problems.push(`has ${attribute}`);
        if (attributes['href'] !== undefined) found.links.push(attributes['href']);
        if (!VOID.includes(name)) open.push(name);
      },
      onclosetag(name, isImplied) {
        if (VOID.includes(name)) return;
        if (isImplied || open.pop() !== name) found.problems.push(`closes ${name}`);
      },
      ontext(data) {
        if (open.at(-1) !== 'style') found.text += data;
        else if (/url\(|@import|expression/i.test(data)) found.problems.push('loads something');
      },
      oncomment: () => found.problems.push('has a comment'),
    },
    { decodeEntities: true },
  );
  parser.end(html);
  if (open.length > 0) found.problems.push(`leaves ${open.join(', ')} open`);
  return found;
}

const ALL = MAIL_KINDS.flatMap((kind) => MAIL_LOCALES.map((locale) => [kind, locale] as const));

describe.each(ALL)('%s in %s', (kind, locale) => {
  test('is valid HTML without remote content, and says the same as text', () => {
    const mail = render(kind, locale);
    const { problems, links, text, lang } = read(mail.html);
    expect(problems).toEqual([]);
    expect(lang).toBe(locale);
    expect(mail.html).toMatch(/^<!DOCTYPE html>/);
    expect(mail.html).toContain('prefers-color-scheme: dark');
    expect(mail.subject.length).toBeGreaterThan(5);
    for (const link of links) {
      expect(link).toMatch(/^https:\/\/galley\.example\//);
      expect(mail.text).toContain(link);
    }
    expect(links).toContain(UNSUBSCRIBE);
    const lines = mail.text.split('\n').map((line) => line.replace(/^- /, '').replace(/:$/, ''));
    for (const line of lines.filter(
      (each) => each !== '' && !each.startsWith('--') && !each.includes('https://'),
    ))
      expect(text).toContain(line);
    expect(mail.text).not.toMatch(/undefined|null|NaN|\[object/);
  });

  test.each([
    '<script>alert(1)</script><img src=x onerror=alert(1)>',
    '"><a href="https://evil.example">x</a>',
    "'; </style></head><body onload='x'>",
    '&lt;b&gt; &amp; <!-- -->',
    'x\r\nBcc: evil@x.example\r\n\r\nbody',
    'javascript:alert(1)',
    '\u202etxt.exe\u2066 \ufeff \u0000',
    '\ud800 half',
    'é'.repeat(3_000),
  ])('keeps a hostile value text: %j', (word) => {
    const mail = render(kind, locale, factsWith(word));
    const { problems, links } = read(mail.html);
    expect(problems).toEqual([]);
    expect(links.every((link) => link.startsWith('https://galley.example/'))).toBe(true);
    expect(mail.subject).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/);
    expect([...mail.subject].length).toBeLessThanOrEqual(150);
    expect(mail.subject + mail.text + mail.html).not.toMatch(/[\u202e\u2066\u0000]/);
    expect(mail.text).not.toMatch(/^Bcc:/m);
    expect(mail.html + mail.text).not.toMatch(/[\ud800-\udfff]/u);
  });

  test('keeps a hostile id within its path', () => {
    const facts = { ...factsWith('x'), orderId: '../../evil?x=<"\r\n' };
    const { problems, links } = read(render(kind, locale, facts).html);
    expect(problems).toEqual([]);
    for (const link of links) expect(new URL(link).host).toBe('galley.example');
    expect(links.join(' ')).not.toContain('../');
  });

  test('needs no fact but those of its link', () => {
    const { orderId } = factsWith('');
    const mail = render(kind, locale, { orderId: orderId! });
    expect(read(mail.html).problems).toEqual([]);
    expect(mail.text).not.toMatch(/undefined|“”|„“/);
  });
});

test('the words that buyers know', () => {
  const said = (kind: MailKind): string => JSON.stringify(render(kind, 'en'));
  expect(said('review_ready')).toContain('Your Backlink is Ready for Review');
  expect(said('review_ready')).toContain('Click to review your content. You can regenerate if needed.');
  expect(said('regeneration_ready')).toContain('Your Regeneration is Ready');
  expect(render('regeneration_ready', 'en').text).toContain(
    "We've re-integrated your backlink. Please review the new version.",
  );
  expect(said('failed')).toContain('Order Processing Issue');
  expect(said('failed')).toContain('We encountered an issue. Our team has been notified.');
});

test('a mail whose link lacks its token or its order is not made', () => {
  const bare = { locale: 'en', facts: {}, baseUrl: 'https://galley.example' } as const;
  expect(() => renderMail({ ...bare, kind: 'sign_in_link' })).toThrow('lacks its token');
  expect(() => renderMail({ ...bare, kind: 'review_ready' })).toThrow('lacks orderId');
});

test('a summary names some of what it counts', () => {
  const { text } = render('store_digest', 'en');
  expect(text).toContain('Ideas to choose from (2)\n- Patient Kettles\n- Patient Kettles');
  expect(text).toContain('Failed (9)\n- and 9 more');
  expect(text).not.toContain('Published');
});

test.each([
  ['review_ready', 'backlink', 'Your Backlink is Ready for Review', 'Ihr Backlink kann geprüft werden'],
  ['review_ready', 'article', 'Your Article is Ready for Review', 'Ihr Artikel kann geprüft werden'],
  ['regeneration_ready', 'backlink', 'Your Regeneration is Ready', 'Die neue Fassung ist fertig'],
  ['regeneration_ready', 'article', 'Your Regeneration is Ready', 'Die neue Fassung ist fertig'],
] as const)('%s of a bought %s has the subject that buyers were promised', (kind, product, en, de) => {
  const facts = { ...factsWith('Roses'), product };
  expect([render(kind, 'en', facts).subject, render(kind, 'de', facts).subject]).toEqual([en, de]);
});

test.each([
  ['completed', 'Bulk job finished: 45 of 50 completed', 'Massenauftrag beendet: 45 von 50 fertig'],
  ['cancelled', 'Bulk job cancelled: 45 of 50 completed', 'Massenauftrag abgebrochen: 45 von 50 fertig'],
  ['failed', 'Bulk job failed: 45 of 50 completed', 'Massenauftrag fehlgeschlagen: 45 von 50 fertig'],
])('the end of a bulk job that is %s is told with its numbers and what failed', (status, en, de) => {
  const facts = { ...factsWith('Roses'), status, total: 50, completed: 45, failed: 3, cancelled: 2 };
  expect([
    render('bulk_finished', 'en', facts).subject,
    render('bulk_finished', 'de', facts).subject,
  ]).toEqual([...[en, de]]);
  const { text } = render('bulk_finished', 'en', facts);
  expect(text).toContain('“Roses”: 45 of 50 texts completed, 3 failed, 2 cancelled.');
  expect(text).toContain('Failed texts\n- Roses\n- Roses\n- and 1 more');
});
