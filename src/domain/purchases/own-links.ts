import type { Finding } from '../quality/findings';
import { quoteOf } from '../quality/draft';
import { targetOf } from '../text/markdown/links';
import { definitionsOf, walk } from '../text/markdown/parse';
import { parseBoth } from '../text/markdown/shown';
import { readWebAddress } from '../text/web-address';

/** More findings would make the next prompt longer but not clearer. */
const MOST_FINDINGS = 5;

/** An address as it is compared: in the form in which it is published, without a fragment and a slash at its end. */
function formOf(url: string): string {
  const read = readWebAddress(url);
  return (read.ok ? read.url : url).replace(/#.*$/s, '').replace(/\/$/, '');
}

/** Every address that a text links to, as it is written and as it is shown. */
function linkedIn(markdown: string): string[] {
  const { written, shown } = parseBoth(markdown);
  const urls = new Set<string>();
  for (const root of new Set([written, shown])) {
    const definitions = definitionsOf(root);
    walk(root, (node) => {
      if (node.type === 'link' || node.type === 'linkReference')
        urls.add(targetOf(node, definitions)?.url ?? '');
      if (node.type === 'image' || node.type === 'imageReference')
        urls.add(targetOf(node, definitions)?.url ?? '');
    });
  }
  return [...urls];
}

/**
 * Links and pictures of an article as its model wrote it that it must not have: to the page that the ordered link leads to, which our code puts
 * in, and to anywhere but the pages that were offered.
 */
export function checkOwnLinks(article: {
  markdown: string;
  targetUrl: string;
  offered: readonly string[];
}): Finding[] {
  const target = formOf(article.targetUrl);
  const offered = new Set(article.offered.map(formOf));
  const findings = linkedIn(article.markdown).flatMap((url): Finding[] => {
    const form = formOf(url);
    const quote = quoteOf(url);
    if (form === target)
      return [
        {
          ...{ id: 'links.ordered', severity: 'blocking', quote },
          reason: 'The text has the ordered link itself, which is put in later.',
          hint: 'Write the text without a link to this page; say in "link" where it is to go.',
        },
      ];
    if (offered.has(form)) return [];
    return [
      {
        ...{ id: 'links.foreign', severity: 'blocking', quote },
        reason: 'The text links to an address that is not among the pages of the site.',
        hint: 'Link only to the pages of the site that are listed; keep other texts without links and pictures.',
      },
    ];
  });
  return findings.slice(0, MOST_FINDINGS);
}
