import type { Definition, Image, ImageReference, Link, LinkReference, PhrasingContent } from 'mdast';
import { safeImageUrl, safeLinkUrl, targetOf } from './links';
import type { RelOf } from './rel';
import { inlineText, isHtmlBreak, unwrap } from './plain-text';
import type { RicosDecoration, RicosImage, RicosLink, RicosText } from './ricos';

/** What the conversion of inline nodes needs to know about the surrounding document. */
export interface InlineContext {
  nextId: () => string;
  definitions: ReadonlyMap<string, Definition>;
  relOf: RelOf;
}

/** A run of text with the given styles. */
export function textNode(text: string, decorations: RicosDecoration[]): RicosText {
  return { type: 'TEXT', id: '', nodes: [], textData: { text, decorations } };
}

function withDecoration(decorations: RicosDecoration[], added: RicosDecoration): RicosDecoration[] {
  return decorations.some(({ type }) => type === added.type) ? decorations : [...decorations, added];
}

function linkOf(node: Link | LinkReference, context: InlineContext): RicosLink | undefined {
  const target = targetOf(node, context.definitions);
  const url = target && safeLinkUrl(target.url);
  if (!target || !url) return undefined;
  const rel = context.relOf({ url: target.url, title: target.title, text: inlineText(node.children) });
  return rel ? { url, target: 'BLANK', rel: { ...rel } } : { url, target: 'BLANK' };
}

function imageNode(
  node: Image | ImageReference,
  decorations: RicosDecoration[],
  context: InlineContext,
): RicosImage[] {
  const target = targetOf(node, context.definitions);
  const url = target && safeImageUrl(target.url);
  if (!url) return [];
  const link = decorations.find((decoration) => decoration.type === 'LINK')?.linkData.link;
  return [
    {
      type: 'IMAGE',
      id: context.nextId(),
      nodes: [],
      imageData: {
        containerData: { width: { size: 'CONTENT' }, alignment: 'CENTER' },
        image: { src: { url } },
        altText: node.alt ?? '',
        ...(link ? { link } : {}),
      },
    },
  ];
}

/** Converts inline nodes to runs of text, with pictures in place. */
export function inlineNodes(
  nodes: PhrasingContent[],
  decorations: RicosDecoration[],
  context: InlineContext,
): (RicosText | RicosImage)[] {
  const text = (value: string, styles = decorations) => (value === '' ? [] : [textNode(value, styles)]);
  return nodes.flatMap((node): (RicosText | RicosImage)[] => {
    switch (node.type) {
      case 'text':
      case 'inlineCode':
        return text(unwrap(node.value));
      case 'break':
        return text('\n');
      case 'html':
        return text(isHtmlBreak(node.value) ? '\n' : node.value);
      case 'strong':
        return inlineNodes(
          node.children,
          withDecoration(decorations, { type: 'BOLD', fontWeightValue: 700 }),
          context,
        );
      case 'emphasis':
        return inlineNodes(
          node.children,
          withDecoration(decorations, { type: 'ITALIC', italicData: true }),
          context,
        );
      case 'delete':
        return inlineNodes(
          node.children,
          withDecoration(decorations, { type: 'STRIKETHROUGH', strikethroughData: true }),
          context,
        );
      case 'link':
      case 'linkReference': {
        const link = linkOf(node, context);
        const styles = link ? withDecoration(decorations, { type: 'LINK', linkData: { link } }) : decorations;
        return inlineNodes(node.children, styles, context);
      }
      case 'image':
      case 'imageReference':
        return imageNode(node, decorations, context);
      case 'footnoteReference':
        return text(
          `[${node.label ?? node.identifier}]`,
          withDecoration(decorations, { type: 'SUPERSCRIPT', superscriptData: true }),
        );
      default:
        return [];
    }
  });
}
