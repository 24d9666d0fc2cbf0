export { safeImageUrl, safeLinkUrl } from './links';
export { frontMatterLength, parseMarkdown } from './parse';
export { toPlainText } from './plain-text';
export { ricosBytes } from './ricos';
export type { RicosDocument, RicosNode } from './ricos';
export { toRicos } from './to-ricos';
