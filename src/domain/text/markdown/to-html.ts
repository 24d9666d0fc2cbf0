import type { Definition, Link, LinkReference, List, Nodes, Table } from 'mdast';
import { safeImageUrl, safeLinkUrl, targetOf } from './links';
import type { LinkRel, RelOf } from './rel';
import { definitionsOf } from './parse';
import { inlineText, isHtmlBreak, taskMark } from './plain-text';
import { parseShown } from './shown';

/** Options: `relOf` gives what is written of a link for search engines. */
export interface HtmlOptions {
  relOf?: RelOf;
}

interface Context {
  definitions: ReadonlyMap<string, Definition>;
  relOf: RelOf;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;

/** What is written of a link for search engines, as HTML has it; empty for nothing. */
export function relText(rel: LinkRel | undefined): string {
  if (!rel) return '';
  return [rel.sponsored && 'sponsored', rel.nofollow && 'nofollow', rel.ugc && 'ugc']
    .filter(Boolean)
    .join(' ');
}

function linkHtml(context: Context, node: Link | LinkReference): string {
  const content = below(context, node);
  const target = targetOf(node, context.definitions);
  const url = target && safeLinkUrl(target.url);
  if (!target || !url) return content;
  const rel = relText(
    context.relOf({ url: target.url, title: target.title, text: inlineText(node.children) }),
  );
  return `<a href="${escapeHtml(url)}"${rel ? ` rel="${rel}"` : ''}>${content}</a>`;
}

function listHtml(context: Context, node: List): string {
  const items = below(context, node);
  if (!node.ordered) return element('ul', items);
  const start = node.start ?? 1;
  return start === 1 ? element('ol', items) : `<ol start="${start}">${items}</ol>`;
}

function tableHtml(context: Context, { children }: Table): string {
  const rows = children.map(({ children: cells }, row) => {
    const name = row === 0 ? 'th' : 'td';
    return element('tr', cells.map((cell) => element(name, below(context, cell))).join(''));
  });
  const [head = '', ...body] = rows;
  return element('table', element('thead', head) + (body.length > 0 ? element('tbody', body.join('')) : ''));
}

/** The paragraphs of an item that stand close together are no paragraphs of their own. */
function itemHtml(context: Context, node: Extract<Nodes, { type: 'listItem' }>): string {
  const content = node.children.map((child) =>
    child.type === 'paragraph' && !node.spread ? below(context, child) : htmlOf(context, child),
  );
  return element('li', taskMark(node.checked) + content.join('\n'));
}

function below(context: Context, node: Nodes): string {
  return 'children' in node ? node.children.map((child) => htmlOf(context, child)).join('') : '';
}

function htmlOf(context: Context, node: Nodes): string {
  switch (node.type) {
    case 'paragraph':
      return `${element('p', below(context, node))}\n`;
    case 'heading':
      return `${element(`h${node.depth}`, below(context, node))}\n`;
    case 'blockquote':
      return `${element('blockquote', below(context, node))}\n`;
    case 'list':
      return `${listHtml(context, node)}\n`;
    case 'listItem':
      return itemHtml(context, node);
    case 'table':
      return `${tableHtml(context, node)}\n`;
    case 'thematicBreak':
      return '<hr>\n';
    case 'code':
      return `<pre><code>${escapeHtml(node.value)}</code></pre>\n`;
    case 'footnoteDefinition':
      return `<div>[${escapeHtml(node.label ?? node.identifier)}] ${below(context, node)}</div>\n`;
    case 'footnoteReference':
      return element('sup', escapeHtml(`[${node.label ?? node.identifier}]`));
    case 'text':
      return escapeHtml(node.value);
    case 'html':
      return isHtmlBreak(node.value) ? '<br>' : escapeHtml(node.value);
    case 'break':
      return '<br>';
    case 'emphasis':
      return element('em', below(context, node));
    case 'strong':
      return element('strong', below(context, node));
    case 'delete':
      return element('del', below(context, node));
    case 'inlineCode':
      return element('code', escapeHtml(node.value));
    case 'link':
    case 'linkReference':
      return linkHtml(context, node);
    case 'image':
    case 'imageReference': {
      const url = safeImageUrl(targetOf(node, context.definitions)?.url ?? '');
      const description = escapeHtml(node.alt ?? '');
      return url ? `<img src="${escapeHtml(url)}" alt="${description}">` : description;
    }
    default:
      return '';
  }
}

/**
 * Converts Markdown to HTML that can be put into any page: only elements from this file, no HTML from the text, and links and pictures
 * only to public addresses, as in rich content. A `rel` is written if `relOf` returns one.
 */
export function toHtml(markdown: string, { relOf = () => undefined }: HtmlOptions = {}): string {
  const root = parseShown(markdown);
  return below({ definitions: definitionsOf(root), relOf }, root);
}
