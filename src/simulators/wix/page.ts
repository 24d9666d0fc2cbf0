import { asObject, asText, escapeHtml } from '../core/http';
import type { PublishedPost } from './types';

const safeAddress = /^(?:https?:|mailto:)/i;

function decorate(text: string, decorations: unknown): string {
  let markup = escapeHtml(text);
  for (const decoration of (Array.isArray(decorations) ? decorations : []).map(asObject)) {
    if (decoration.type === 'BOLD') markup = `<strong>${markup}</strong>`;
    if (decoration.type === 'ITALIC') markup = `<em>${markup}</em>`;
    if (decoration.type === 'UNDERLINE') markup = `<u>${markup}</u>`;
    if (decoration.type === 'STRIKETHROUGH') markup = `<s>${markup}</s>`;
    if (decoration.type !== 'LINK') continue;
    const link = asObject(asObject(decoration.linkData).link);
    const address = asText(link.url) ?? '';
    const rel = Object.entries(asObject(link.rel))
      .filter(([, on]) => on === true)
      .map(([name]) => name.toLowerCase());
    if (safeAddress.test(address))
      markup = `<a href="${escapeHtml(address)}"${rel.length ? ` rel="${escapeHtml(rel.join(' '))}"` : ''}>${markup}</a>`;
  }
  return markup;
}

function renderNode(node: Record<string, unknown>, imageUrl: (id: string) => string | undefined): string {
  const inner = (): string => renderNodes(node.nodes, imageUrl);
  switch (node.type) {
    case 'TEXT': {
      const data = asObject(node.textData);
      return decorate(asText(data.text) ?? '', data.decorations);
    }
    case 'PARAGRAPH':
      return `<p>${inner()}</p>\n`;
    case 'HEADING': {
      const level = Math.min(6, Math.max(2, Number(asObject(node.headingData).level) || 2));
      return `<h${level}>${inner()}</h${level}>\n`;
    }
    case 'BULLETED_LIST':
      return `<ul>${inner()}</ul>\n`;
    case 'ORDERED_LIST':
      return `<ol>${inner()}</ol>\n`;
    case 'LIST_ITEM':
      return `<li>${inner()}</li>`;
    case 'BLOCKQUOTE':
      return `<blockquote>${inner()}</blockquote>\n`;
    case 'CODE_BLOCK':
      return `<pre><code>${inner()}</code></pre>\n`;
    case 'DIVIDER':
      return '<hr>\n';
    case 'TABLE':
      return `<table>${inner()}</table>\n`;
    case 'TABLE_ROW':
      return `<tr>${inner()}</tr>`;
    case 'TABLE_CELL':
      return `<td>${inner()}</td>`;
    case 'IMAGE': {
      const data = asObject(node.imageData);
      const source = asObject(asObject(data.image).src);
      const address = asText(source.url) ?? imageUrl(asText(source.id) ?? '') ?? '';
      if (!safeAddress.test(address)) return '';
      return `<img src="${escapeHtml(address)}" alt="${escapeHtml(asText(data.altText) ?? '')}">\n`;
    }
    default:
      return inner();
  }
}

function renderNodes(nodes: unknown, imageUrl: (id: string) => string | undefined): string {
  return (Array.isArray(nodes) ? nodes : []).map((node) => renderNode(asObject(node), imageUrl)).join('');
}

const style =
  'body{margin:0;font:18px/1.65 Georgia,serif;color:#222;background:#faf8f4}main{max-width:42rem;margin:0 auto;padding:1.5rem}img{max-width:100%;height:auto;border-radius:6px}.note{background:#fff3cd;border-bottom:1px solid #e6d28a;padding:.5rem 1.5rem;font:14px/1.4 system-ui,sans-serif}h1{line-height:1.2}table{border-collapse:collapse}td{border:1px solid #ccc;padding:.3rem .6rem}';

/** Renders the public page of a post as HTML, with a note that it comes from a simulator. */
export function renderPage(input: {
  post: PublishedPost;
  siteName: string;
  imageUrl: (id: string) => string | undefined;
}): string {
  const { post, siteName, imageUrl } = input;
  const { fields } = post;
  const title = escapeHtml(asText(fields.title) ?? '');
  const media = asObject(fields.media);
  const cover = imageUrl(asText(asObject(asObject(media.wixMedia).image).id) ?? '');
  const picture = cover
    ? `<img src="${escapeHtml(cover)}" alt="${escapeHtml(asText(media.altText) ?? '')}">`
    : '';
  const excerpt = escapeHtml(asText(fields.excerpt) ?? '');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(asText(fields.language) ?? 'en')}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><meta name="description" content="${excerpt}"><style>${style}</style></head>
<body><div class="note">This page is shown by a local simulator for ${escapeHtml(siteName)}. It is not on the internet.</div>
<main><h1>${title}</h1><p><time datetime="${escapeHtml(post.firstPublishedDate)}">${escapeHtml(post.firstPublishedDate.slice(0, 10))}</time></p>
${picture}
${renderNodes(asObject(fields.richContent).nodes, imageUrl)}</main></body>
</html>
`;
}
