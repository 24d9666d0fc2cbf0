import { insertLink } from '../../../src/domain/linking';
import type { LinkProposal, OrderedLink } from '../../../src/domain/linking';
import { goLive } from '../../../src/domain/purchases/going-live';

const BASE = `Good coffee begins with fresh beans.\n\n## Grinding\n\nA hand grinder takes a minute. Steel burrs stay cool.\n`;
const link: OrderedLink = { anchorText: 'hand grinder', targetUrl: 'https://shop.example/a' };
const other: OrderedLink = { anchorText: 'fresh beans', targetUrl: 'https://other.example/b' };
const words: LinkProposal = { how: 'words', quote: '' };

function inserted(markdown: string, what = link, proposal = words) {
  const done = insertLink({ markdown, link: what, proposal });
  if (!done.ok) throw new Error(done.reason);
  return done;
}

const approved = (markdown = BASE, baseVersionId: string | null = 'base') => {
  const { markdown: contentMd, proposal } = inserted(markdown);
  return { contentMd, baseVersionId, link: { proposal } };
};

const own = { link, language: 'en', paidLinks: [] as OrderedLink[] };

test('what was made from what readers see is selected', () => {
  const published = { versionId: 'base', contentMd: BASE };
  expect(goLive({ ...own, approved: approved(), published })).toEqual({ what: 'select' });
});

test('what was changed besides the link is not, whatever it says of its base', () => {
  const published = { versionId: 'base', contentMd: BASE };
  const version = approved();
  const changed = { ...version, contentMd: version.contentMd.replace('a minute', 'an hour') };
  expect(goLive({ ...own, approved: changed, published })).toEqual({ what: 'again' });
});

test('another order’s link, published meanwhile, is kept: the own one is put in beside it', () => {
  const contentMd = inserted(BASE, other).markdown;
  const live = goLive({
    ...own,
    ...{ approved: approved(), published: { versionId: 'next', contentMd }, paidLinks: [other] },
  });
  expect(live).toMatchObject({ what: 'reintegrate', contentMd: inserted(contentMd).markdown });
});

test('without its place, without an article, and without a proof it is written again', () => {
  const gone = { versionId: 'next', contentMd: 'Tea needs no grinding.\n' };
  expect(goLive({ ...own, approved: approved(), published: gone })).toEqual({ what: 'again' });
  expect(goLive({ ...own, approved: approved(), published: null })).toEqual({ what: 'again' });
});

test('a new article is selected, unless somebody’s link in what readers see would be lost', () => {
  const article = approved(BASE, null);
  expect(goLive({ ...own, approved: article, published: null })).toEqual({ what: 'select' });
  const published = { versionId: 'x', contentMd: inserted(BASE, other).markdown };
  expect(goLive({ ...own, approved: article, published, paidLinks: [other] })).toEqual({ what: 'again' });
});

test('what somebody has put before readers already does not get its link twice', () => {
  const version = approved();
  const published = { versionId: 'own', contentMd: version.contentMd };
  expect(goLive({ ...own, approved: version, published })).toEqual({ what: 'select' });
});
