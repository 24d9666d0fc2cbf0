export { safeImageUrl, safeLinkUrl } from './links';
export { frontMatterLength, parseMarkdown } from './parse';
export { toPlainText } from './plain-text';
export { ricosBytes } from './ricos';
export type {
  LinkRel,
  RicosBlock,
  RicosDecoration,
  RicosDocument,
  RicosLink,
  RicosNode,
  RicosText,
} from './ricos';
export { toRicos } from './to-ricos';
export type { RicosOptions } from './to-ricos';
