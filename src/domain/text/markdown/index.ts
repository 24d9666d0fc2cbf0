export { safeImageUrl, safeLinkUrl } from './links';
export { frontMatterLength, parseMarkdown } from './parse';
export { asCode, givenMarkdown } from './given';
export { toPlainText } from './shown';
export { withoutHtml } from './without-html';
export { ricosBytes } from './ricos';
export type { LinkRel, RelOf, RicosDocument, RicosNode } from './ricos';
export { relText, toHtml } from './to-html';
export { toRicos } from './to-ricos';
