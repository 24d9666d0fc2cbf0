export { safeImageUrl, safeLinkUrl } from './links';
export { frontMatterLength, parseMarkdown } from './parse';
export { asCode, givenMarkdown } from './given';
export { toPlainText } from './shown';
export { withoutHtml } from './without-html';
export { ricosBytes } from './ricos';
export type { RicosDocument, RicosNode } from './ricos';
export { toRicos } from './to-ricos';
